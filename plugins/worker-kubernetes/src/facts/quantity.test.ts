import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cpuInWords, memoryInWords } from './quantity.ts';

describe('An amount in words', () => {
  it('of memory is in the largest unit that it fills', () => {
    const bytes = [0, 100, 2 ** 10, 512 * 2 ** 20, 1.5 * 2 ** 30, 1e12, 3 * 2 ** 40];
    assert.deepEqual(bytes.map(memoryInWords), ['0 bytes', '100 bytes', '1Ki', '512Mi', '1.5Gi', '931.3Gi', '3Ti']);
  });

  it('of CPU is in cores, or in thousandths of one', () => {
    const cores = [0, 0.1 + 0.2, 1, 1.5, 64];
    assert.deepEqual(cores.map(cpuInWords), ['0 cores', '300 millicores', '1 core', '1.5 cores', '64 cores']);
  });
});
