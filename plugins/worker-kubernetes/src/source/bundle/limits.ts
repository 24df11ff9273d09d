/** What a bundle may be at most. All in bytes, unless said otherwise. */
export interface BundleLimits {
  /** Of the archive as it lies on the disk. */
  readonly archiveBytes: number;
  /** Of everything in it, uncompressed. */
  readonly totalBytes: number;
  /** Of one file in it that is read. */
  readonly fileBytes: number;
  /** Number of files and folders. */
  readonly entries: number;
  /** Uncompressed bytes for each compressed one, looked at from 16 MiB on. */
  readonly compressionRatio: number;
  /** Of one log: the end is kept. */
  readonly logBytes: number;
  /** Of all logs together. */
  readonly allLogBytes: number;
}

const mebibyte = 1024 ** 2;

/** One list of 10,000 pods has 60 to 100 MiB; JSON compresses up to some 100 to 1, an archive made to harm 1000 to 1. */
export const defaultLimits: BundleLimits = Object.freeze({
  archiveBytes: 1024 * mebibyte,
  totalBytes: 1024 * mebibyte,
  fileBytes: 128 * mebibyte,
  entries: 100_000,
  compressionRatio: 300,
  logBytes: mebibyte / 4,
  allLogBytes: 32 * mebibyte,
});
