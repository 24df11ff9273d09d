import type { Surface } from '@hexaops/core';
import { type ConsoleConfig, usualConfig } from '../config.ts';
import { chooseEncoding } from './encoding.ts';
import { readPage, type Page, type PageFile } from './page.ts';
import { pageHeaders } from './policy.ts';

const prefix = '/console/';

/** The console as a surface, for this service or for whoever serves it from an origin of its own. It reads its files once, when first asked. */
export function createConsole(config: ConsoleConfig = {}): Surface {
  const { embeddedBy = [], ...told } = { ...usualConfig, ...config };
  const headers = pageHeaders(embeddedBy);
  let reading: Promise<Page> | undefined;
  const pageOf = () =>
    (reading ??= readPage(JSON.stringify(told)).catch((error: unknown) => {
      reading = undefined;
      throw error;
    }));
  return {
    id: 'console',
    prefix,
    async handle(request) {
      const page = await pageOf();
      const file = page.get(new URL(request.url).pathname.slice(prefix.length) || 'index.html');
      if (file === undefined) return new Response('There is nothing here.', { status: 404, headers });
      return answer(request, file, headers);
    },
  };
}

function answer(request: Request, file: PageFile, headers: Readonly<Record<string, string>>): Response {
  const shared = { ...headers, 'cache-control': file.cacheControl, etag: file.etag, vary: 'accept-encoding' };
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers: shared });
  const encoding = chooseEncoding(request.headers.get('accept-encoding') ?? '', file);
  const body = encoding === undefined ? file.bytes : file[encoding];
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body ?? file.bytes), {
    headers: {
      ...shared,
      'content-type': file.type,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    },
  });
}
