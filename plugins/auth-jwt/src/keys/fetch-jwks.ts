/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const maximumBytes = 64 * 1024;

/**
 * The text behind `url`, which the configuration names and no token ever does. A redirect is refused: it would let
 * whoever answers there name the keys. Rejects unless the answer is 200 and at most 64 KiB.
 */
export async function fetchJwks(url: string, fetch: Fetch, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'error', signal });
  if (response.status !== 200 || response.redirected) {
    await response.body?.cancel();
    throw new Error(`the JWKS was answered with ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maximumBytes) throw new Error(`the JWKS is longer than ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
