import { Transform, type TransformCallback } from 'node:stream';
import { invalidBundle } from './invalid.ts';
import type { BundleLimits } from './limits.ts';

/** Below this many bytes the ratio says nothing: archives of small files compress well. */
const ratioFrom = 16 * 1024 ** 2;
const blockBytes = 512;

/** Counts the uncompressed bytes of an archive as they pass, and stops the one that grows too much or too fast. */
export class Meter extends Transform {
  readonly #bundle: string;
  readonly #limits: BundleLimits;
  readonly #compressedBytes: (() => number) | undefined;
  #bytes = 0;
  #zeroBytesAtEnd = 0;

  constructor(bundle: string, limits: BundleLimits, compressedBytes: (() => number) | undefined) {
    super();
    this.#bundle = bundle;
    this.#limits = limits;
    this.#compressedBytes = compressedBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    const zeros = zeroBytesAtEnd(chunk);
    this.#zeroBytesAtEnd = zeros === chunk.length ? this.#zeroBytesAtEnd + zeros : zeros;
    const problem = this.#problem();
    if (problem === undefined) done(null, chunk);
    else done(invalidBundle(this.#bundle, problem, { nextStep: 'collect fewer namespaces, or shorter logs' }));
  }

  /** A whole archive ends with blocks of zeros; one that was cut between two entries does not. */
  checkEnd(): void {
    if (this.#zeroBytesAtEnd < blockBytes) {
      throw invalidBundle(this.#bundle, 'the archive is cut off', { nextStep: 'copy or download it again, whole' });
    }
  }

  #problem(): string | undefined {
    const { totalBytes, compressionRatio } = this.#limits;
    if (this.#bytes > totalBytes) return `it unpacks to more than ${totalBytes} bytes`;
    const compressed = this.#compressedBytes?.();
    if (compressed !== undefined && this.#bytes > ratioFrom && this.#bytes > compressed * compressionRatio) {
      return `it unpacks to more than ${compressionRatio} times its size: it looks like a decompression bomb`;
    }
    return undefined;
  }
}

/** Up to a block: more makes no difference. */
function zeroBytesAtEnd(chunk: Buffer): number {
  let count = 0;
  while (count < chunk.length && count < blockBytes && chunk[chunk.length - 1 - count] === 0) count++;
  return count;
}
