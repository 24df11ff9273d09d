/**
 * Does `work` for each of `inputs`, at most `atOnce` at a time, and gives the results in the order of the inputs. The
 * first failure aborts the signal that the others got, and is raised once they have ended.
 */
export async function sideBySide<Input, Output>(
  inputs: readonly Input[],
  atOnce: number,
  signal: AbortSignal,
  work: (input: Input, signal: AbortSignal) => Promise<Output>,
): Promise<Output[]> {
  const results: Output[] = [];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const waiting = inputs.entries();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const [index, input] of waiting) {
      if (failure !== undefined) return;
      try {
        results[index] = await work(input, either);
      } catch (error) {
        failure ??= { error };
        stop.abort();
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, inputs.length) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}
