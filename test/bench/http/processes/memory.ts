/** Bytes. */
export interface Memory {
  readonly resident: number;
  /** What the program itself holds: its heap, and buffers beside it. */
  readonly held: number;
}

/** Of this process, when all that can be given back is. */
export async function measureMemory(): Promise<Memory> {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, held: heapUsed + external };
}
