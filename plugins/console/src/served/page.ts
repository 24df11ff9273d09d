import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { HexaopsError } from '@hexaops/core';

export interface PageFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** Files by their path below the page. */
export type Page = ReadonlyMap<string, PageFile>;

export const pageDirectory = fileURLToPath(new URL('../../dist/page', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  /** The licences of what is in the page. */
  '.txt': 'text/plain; charset=utf-8',
};

/** The built page, whole in memory, `told` written into its one document. Raises `config-invalid` where it has not been built. */
export async function readPage(told: string): Promise<Page> {
  const names = await readdir(pageDirectory, { recursive: true }).catch((cause: unknown) => {
    throw new HexaopsError('config-invalid', 'the console has not been built', {
      cause,
      nextStep: 'run "npm run build --workspace @hexaops/console"',
    });
  });
  const present = new Set(names.map((name) => name.replaceAll('\\', '/')));
  const files = [...present].filter((name) => Object.hasOwn(types, extname(name)));
  return new Map(await Promise.all(files.map(async (name) => [name, await readOne(name, present, told)] as const)));
}

async function readOne(name: string, present: ReadonlySet<string>, told: string): Promise<PageFile> {
  const read = (file: string) => readFile(join(pageDirectory, file));
  const type = types[extname(name)] ?? 'application/octet-stream';
  if (extname(name) === '.html') {
    const bytes = Buffer.from((await read(name)).toString().replace('%TOLD%', () => escaped(told)));
    return { ...described(type, bytes, 'no-cache'), br: brotliCompressSync(bytes), gzip: gzipSync(bytes) };
  }
  // Their names change with what is in them.
  const cached = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return {
    ...described(type, await read(name), cached),
    ...(present.has(`${name}.br`) ? { br: await read(`${name}.br`) } : {}),
    ...(present.has(`${name}.gz`) ? { gzip: await read(`${name}.gz`) } : {}),
  };
}

function described(type: string, bytes: Buffer, cacheControl: string) {
  return { type, cacheControl, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

/** For the value of an attribute. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
