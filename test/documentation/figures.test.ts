import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markdownFiles, readMarkdown } from './markdown.ts';

const sections = new Map(
  (await readMarkdown('docs/benchmarks.md'))
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section] as const),
);
const quoted = (
  await Promise.all(
    (await markdownFiles()).map(async (file) => {
      const links = (await readMarkdown(file)).matchAll(/\[([^\][]*\d[^\][]*)\]\([\w./-]*benchmarks\.md#([\w-]+)\)/g);
      return [...links].map(([, text = '', section = '']) => ({ file, text, section }));
    }),
  )
).flat();

describe('Figures of the documentation', () => {
  it('are there to be checked', () => assert.ok(quoted.length >= 5));

  for (const { file, text, section } of quoted)
    it(`${file}: "${text}" is what "${section}" of docs/benchmarks.md says`, () => {
      const known = new Set(sections.get(section)?.match(/\d[\d,.]*\d|\d/g));
      for (const figure of text.match(/\d[\d,.]*\d|\d/g) ?? [])
        assert.ok(known.has(figure), `${figure} no longer stands there: take the new figure over into ${file}`);
    });
});
