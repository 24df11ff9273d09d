/** Kilobytes of heap that stay of one turn, after many. */
export async function heapPerTurn(turn: () => Promise<void>, rounds: number): Promise<number> {
  // What is compiled and cached in the first turns is not of each.
  await repeat(turn, rounds);
  const before = await settledHeap();
  await repeat(turn, rounds);
  return ((await settledHeap()) - before) / 1024 / rounds;
}

async function repeat(turn: () => Promise<void>, times: number): Promise<void> {
  for (let index = 0; index < times; index++) await turn();
}

async function settledHeap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  for (let index = 0; index < 4; index++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}
