import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildPageWhereChanged } from '../build/build-page.ts';
import { createConsole } from './console.ts';

const surface = createConsole({ signIn: '/sign-in', questions: ['is <b>"this"</b> &amp; well?'] });
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  surface.handle(new Request(`http://any.invalid/console/${path}`, { headers, method }));

before(() => buildPageWhereChanged());

/** What the document refers to. */
async function assetsOf(): Promise<readonly string[]> {
  const document = await (await get('')).text();
  return [...document.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path = '']) => path);
}

test('its document holds nothing inline, and what it was told as text', async () => {
  const response = await get('');
  const document = await response.text();
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  assert.equal(response.headers.get('cache-control'), 'no-cache');
  assert.doesNotMatch(document, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  assert.match(document, /is &lt;b>&quot;|is &lt;b>\\&quot;/);
  assert.doesNotMatch(document, /<b>|%TOLD%/);
});

test('every answer, also that there is nothing, has the policy: own files alone, nothing inline, no markup out of text', async () => {
  for (const path of ['', ...(await assetsOf()), 'nothing', '../package.json', 'assets/%2e%2e/index.html']) {
    const policy = (await get(path)).headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'.*script-src 'self';.*style-src 'self';.*connect-src 'self'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe|\*|https:/);
  }
  assert.equal((await get('nothing')).status, 404);
  assert.equal((await get('sources.sha256')).status, 404);
});

test('files have names that change with them, are kept for a year, and come compressed as the client takes them', async () => {
  for (const path of await assetsOf()) {
    const plain = await get(path);
    assert.match(plain.headers.get('cache-control') ?? '', /immutable/);
    if (path.endsWith('.svg')) continue;
    const bytes = Buffer.from(await plain.arrayBuffer());
    const br = await get(path, { 'accept-encoding': 'gzip, br' });
    const gzip = await get(path, { 'accept-encoding': 'gzip, br;q=0' });
    assert.deepEqual([br.headers.get('content-encoding'), gzip.headers.get('content-encoding')], ['br', 'gzip']);
    assert.deepEqual(brotliDecompressSync(Buffer.from(await br.arrayBuffer())), bytes);
    assert.deepEqual(gunzipSync(Buffer.from(await gzip.arrayBuffer())), bytes);
    const again = await get(path, { 'if-none-match': plain.headers.get('etag') ?? '' });
    assert.equal(again.status, 304);
  }
});

test('what the first load takes is at most 200 KB of gzip, without charts', async (t) => {
  const paths = ['', ...(await assetsOf())];
  const sizes = await Promise.all(
    paths.map(async (path) => (await (await get(path, { 'accept-encoding': 'gzip' })).arrayBuffer()).byteLength),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`figure: first load ${(total / 1_000).toFixed(1)} KB`);
  assert.ok(total <= 200_000, `${total} bytes`);
  assert.ok(!paths.some((path) => path.includes('chart')), 'charts are fetched when they are needed');
});

test('who may frame it is said by name', async () => {
  const embedded = createConsole({ embeddedBy: ['https://control.example'] });
  const policy = (await embedded.handle(new Request('http://any.invalid/console/'))).headers.get(
    'content-security-policy',
  );
  assert.match(policy ?? '', /frame-ancestors 'self' https:\/\/control\.example/);
});
