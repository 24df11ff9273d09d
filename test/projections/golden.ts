import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';

/** Holds a projection to its file. HEXAOPS_WRITE_PROJECTIONS=1 writes the file: to be read again by whoever does so. */
export async function assertGolden(name: string, projection: string): Promise<void> {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env['HEXAOPS_WRITE_PROJECTIONS'] === '1') await writeFile(file, projection);
  assert.equal(projection, await readFile(file, 'utf8'));
}
