import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HexaopsError, messageOf } from '@hexaops/core';
import { extract, type Header } from 'tar-stream';
import { checkEntry } from './check-entry.ts';
import { type BundleFile, placeInBundle } from './file.ts';
import { expectation, invalidBundle } from './invalid.ts';
import type { BundleLimits } from './limits.ts';
import { Meter } from './meter.ts';

/** Of what is unpacked at once: larger than usual, for files of many megabytes. */
const chunkSize = 256 * 1024;

/**
 * The files of a .tar or .tar.gz bundle that matter, one at a time, in memory: nothing is written anywhere. Raises
 * `bundle-invalid` for a damaged archive, and for one that could do harm: before the harm, at the first sign.
 */
export async function* readArchive(
  bundle: string,
  limits: BundleLimits,
  signal: AbortSignal,
): AsyncGenerator<BundleFile> {
  const compressed = await isGzip(bundle);
  const file = createReadStream(bundle);
  const gunzip = compressed ? createGunzip({ chunkSize }) : undefined;
  const meter = new Meter(bundle, limits, gunzip && (() => gunzip.bytesWritten));
  const entries = extract();
  const flow = pipeline(gunzip === undefined ? [file, meter, entries] : [file, gunzip, meter, entries], { signal });
  // Its failure is looked at below, whoever notices it first.
  flow.catch(() => undefined);
  let count = 0;
  try {
    for await (const entry of entries) {
      if (++count > limits.entries) throw invalidBundle(bundle, `it has more than ${limits.entries} entries`);
      checkEntry(bundle, entry.header);
      const place =
        entry.header.type === 'directory' ? undefined : placeInBundle(entry.header.name.replace(/^(\.\/)+/, ''));
      if (place === undefined || !isFile(entry.header)) {
        entry.resume();
        continue;
      }
      const { size, mtime } = entry.header;
      if (size > limits.fileBytes) {
        throw invalidBundle(bundle, `it has ${size} bytes, more than the ${limits.fileBytes} that are read`, {
          file: entry.header.name,
        });
      }
      yield { path: place.path, folder: place.folder, content: await contentOf(entry, size), modifiedAt: mtime };
    }
    await flow;
    meter.checkEnd();
  } catch (error) {
    if (signal.aborted)
      throw new HexaopsError('cancelled', 'the reading of the bundle was cancelled', { cause: signal.reason });
    throw damageOf(bundle, error, compressed || count > 0);
  } finally {
    file.destroy();
    entries.destroy();
  }
}

function isFile({ type }: Header): boolean {
  return type === 'file' || type === 'contiguous-file';
}

async function contentOf(entry: AsyncIterable<unknown>, size: number): Promise<Buffer> {
  const content = Buffer.allocUnsafeSlow(size);
  let offset = 0;
  for await (const chunk of entry) offset += (chunk as Buffer).copy(content, offset);
  return content.subarray(0, offset);
}

async function isGzip(bundle: string): Promise<boolean> {
  const file = await open(bundle).catch((cause: unknown) => {
    const nextStep = 'make the file readable for this user';
    throw invalidBundle(bundle, `it cannot be read: ${messageOf(cause)}`, { cause, nextStep });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 0) throw invalidBundle(bundle, 'the file is empty', { nextStep: expectation });
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function damageOf(bundle: string, failure: unknown, isArchive: boolean): Error {
  if (HexaopsError.is(failure)) return failure;
  const text = messageOf(failure);
  if (!isArchive || /tar header|invalid header/i.test(text)) {
    return invalidBundle(bundle, 'it is not a tar archive, or a damaged one', {
      cause: failure,
      nextStep: expectation,
    });
  }
  if (/unexpected end/i.test(text)) {
    return invalidBundle(bundle, 'the archive is cut off', {
      cause: failure,
      nextStep: 'copy or download it again, whole',
    });
  }
  return invalidBundle(bundle, `the archive is damaged: ${text.slice(0, 200)}`, { cause: failure });
}
