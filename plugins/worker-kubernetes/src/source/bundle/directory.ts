import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@hexaops/core';
import { raiseCancelled } from '../parse-list.ts';
import type { BundleFile } from './file.ts';
import { expectation, invalidBundle } from './invalid.ts';
import type { BundleLimits } from './limits.ts';

const roots = ['cluster-resources', 'evidence'];
/** Of folders in folders; the layout has six. */
const deepest = 16;

/**
 * The files of a bundle that lies unpacked, or one folder below. Links are never followed and devices never opened: they
 * come as skipped. Raises `bundle-invalid` for a directory that is no bundle, and for a file that cannot be read.
 */
export async function* readDirectory(
  bundle: string,
  limits: BundleLimits,
  signal: AbortSignal,
): AsyncGenerator<BundleFile> {
  const folder = await findRoot(bundle);
  const counted = { entries: 0, bytes: 0 };
  for (const root of roots) yield* walk(root, 0);

  async function* walk(path: string, depth: number): AsyncGenerator<BundleFile> {
    raiseCancelled(signal);
    if (depth > deepest) throw invalidBundle(bundle, 'it is nested too deeply', { file: path });
    for (const entry of await entriesOf(join(bundle, folder, path))) {
      const child = `${path}/${entry.name}`;
      if (++counted.entries > limits.entries) {
        throw invalidBundle(bundle, `it has more than ${limits.entries} entries`);
      }
      if (entry.isDirectory()) yield* walk(child, depth + 1);
      else if (entry.isFile()) yield await read(child);
      else {
        const skipped = entry.isSymbolicLink() ? 'it is a symbolic link, which is not followed' : 'it is not a file';
        yield { path: child, folder, content: Buffer.alloc(0), modifiedAt: undefined, skipped };
      }
    }
  }

  async function read(path: string): Promise<BundleFile> {
    try {
      // Without following links: what was a file a moment ago could be one now. Without waiting: it could be a pipe.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      await using file = await open(join(bundle, folder, path), flags);
      const { size, mtime } = await file.stat();
      if (size > limits.fileBytes) {
        throw invalidBundle(bundle, `it has ${size} bytes, more than the ${limits.fileBytes} that are read`, {
          file: path,
        });
      }
      counted.bytes += size;
      if (counted.bytes > limits.totalBytes) {
        throw invalidBundle(bundle, `its files have more than ${limits.totalBytes} bytes`, {
          nextStep: 'collect fewer namespaces, or shorter logs',
        });
      }
      return { path, folder, content: await file.readFile(), modifiedAt: mtime };
    } catch (cause) {
      throw unreadable(bundle, path, cause);
    }
  }

  async function entriesOf(path: string) {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (cause) {
      if (isCode(cause, 'ENOENT')) return [];
      throw unreadable(bundle, path, cause);
    }
  }
}

/** The folder in the directory that the bundle is in: empty for the directory itself. */
async function findRoot(bundle: string): Promise<string> {
  const entries = await readdir(bundle, { withFileTypes: true });
  const isRoot = (names: readonly string[]) => roots.some((root) => names.includes(root));
  if (isRoot(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name))) return '';
  const nested: string[] = [];
  for (const entry of entries.slice(0, 1000)) {
    if (entry.isDirectory() && isRoot(await readdir(join(bundle, entry.name)).catch(() => []))) nested.push(entry.name);
  }
  const [only, another] = nested;
  if (only === undefined)
    throw invalidBundle(bundle, 'the directory holds no support bundle', { nextStep: expectation });
  if (another !== undefined) {
    throw invalidBundle(bundle, `the directory holds several bundles: ${nested.slice(0, 5).join(', ')}`, {
      nextStep: 'name one of them',
    });
  }
  return only;
}

function unreadable(bundle: string, file: string, cause: unknown): Error {
  if (cause instanceof Error && cause.name === 'HexaopsError') return cause;
  return invalidBundle(bundle, `it cannot be read: ${messageOf(cause)}`, {
    file,
    cause,
    nextStep: 'make the file readable, or remove it from the bundle',
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
