import { HexaopsError, type Caller, type Engine, type StreamedEvent } from '@hexaops/core';

/**
 * Takes words as the answer to the question with which a session's last run waits. Undefined where it does not wait for one,
 * or where the words are none of its choices: then they are a new message. Raises `not-found` for a session that is not the
 * caller's.
 */
export async function answerPendingInput(
  engine: Engine,
  caller: Caller,
  session: string,
  words: string,
): Promise<AsyncIterable<StreamedEvent> | undefined> {
  const last = await engine.lastRun(caller, session);
  if (last?.status !== 'suspended') return undefined;
  try {
    return await begun(engine.resume(caller, last.id, { kind: 'input', value: words }));
  } catch (error) {
    if (HexaopsError.is(error, 'conflict') || HexaopsError.is(error, 'input-invalid')) return undefined;
    throw error;
  }
}

/** The same events, once the first of them is there: what is refused is refused here. */
async function begun(events: AsyncIterable<StreamedEvent>): Promise<AsyncIterable<StreamedEvent>> {
  const iterator = events[Symbol.asyncIterator]();
  let first: IteratorResult<StreamedEvent> | undefined = await iterator.next();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const result = first;
        first = undefined;
        return result === undefined ? iterator.next() : Promise.resolve(result);
      },
      return: async (value?: unknown) => (await iterator.return?.(value)) ?? { done: true, value: undefined },
    }),
  };
}
