import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, addressOfFile } from './address.ts';
import { rewriteLinks } from './rewrite-links.ts';

const places = new Map([
  ['docs/http.md', '/http/'],
  ['docs/run.svg', '/files/docs/run.svg'],
  ['README.md', '/'],
]);
const rewrite = (markdown: string) => rewriteLinks(markdown, 'docs/rules.md', (file) => places.get(file));

test('a link to another page leads to its place on the site, with its anchor', () => {
  assert.equal(
    rewrite('see [HTTP](http.md#streams) or [home](../README.md)'),
    'see [HTTP](/http/#streams) or [home](/)',
  );
});

test('links to elsewhere and within the page stay', () => {
  const text = '[cel](https://cel.dev) [below](#below) [mail](mailto:a@b.example)';
  assert.equal(rewrite(text), text);
});

test('a link to what has no place becomes its text', () => {
  assert.equal(rewrite('the [folder](../deploy)'), 'the folder');
});

test('pictures, also inside of links, and code inside of links', () => {
  assert.equal(rewrite('![a run](run.svg)'), '![a run](/files/docs/run.svg)');
  assert.equal(rewrite('[![a run](run.svg)](http.md)'), '[![a run](/files/docs/run.svg)](/http/)');
  assert.equal(rewrite('[`GET /`](http.md)'), '[`GET /`](/http/)');
});

test('pictures that have another one for the dark', () => {
  assert.equal(
    rewrite('<source media="(prefers-color-scheme: dark)" srcset="run.svg">\n<img alt="a run" src="run.svg">'),
    '<source media="(prefers-color-scheme: dark)" srcset="/files/docs/run.svg">\n<img alt="a run" src="/files/docs/run.svg">',
  );
  assert.equal(rewrite('`<img src="run.svg">`'), '`<img src="run.svg">`');
});

test('what stands in code is left alone', () => {
  const text = 'write `[HTTP](http.md)`, or\n\n```\n[HTTP](http.md)\n```\n';
  assert.equal(rewrite(text), text);
});

test('addresses are short, and code is served as text', () => {
  assert.deepEqual(
    ['README.md', 'docs/README.md', 'docs/rules.md', 'plugins/metrics/README.md', 'CONTRIBUTING.md'].map(addressOf),
    ['/', '/contents/', '/rules/', '/plugins/metrics/', '/contributing/'],
  );
  assert.equal(addressOfFile('core/src/caller.ts'), '/files/core/src/caller.ts.txt');
  assert.equal(addressOfFile('docs/run.svg'), '/files/docs/run.svg');
});
