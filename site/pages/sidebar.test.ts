import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksOf, markdownFiles, readMarkdown } from '../../test/documentation/markdown.ts';
import { sidebarOf } from './sidebar.ts';

const files = [...(await markdownFiles()), 'docs/http-reference.md'];
const groups = new Map(sidebarOf(files).map(({ label, items }) => [label, items]));

test('the road of plugin authors stands in the order in which its first page tells of it', async () => {
  const told = linksOf(await readMarkdown('docs/plugins/README.md')).filter((link) => /^[a-z]+\.md$/.test(link));
  const shown = groups.get('Write a plugin') ?? [];
  assert.deepEqual(
    shown.slice(1, 1 + new Set(told).size),
    [...new Set(told)].map((link) => `plugins/${link.replace('.md', '')}`),
  );
});

test('what to do when stands right below the page that says it', () => {
  assert.deepEqual(groups.get('Run it')?.slice(0, 2), [
    'operating',
    { label: 'What to do when', link: '/operating/#what-to-do-when' },
  ]);
});

test('a page that a group names has to be there', () => {
  assert.throws(() => sidebarOf(files.filter((file) => file !== 'docs/rules.md')), /docs\/rules\.md is no page/);
});

test('every page stands in one place', () => {
  const pages = [...groups.values()].flat().filter((item) => typeof item === 'string');
  assert.equal(new Set(pages).size, pages.length);
  assert.equal(pages.length, files.length);
});
