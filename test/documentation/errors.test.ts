import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readMarkdown, repository } from './markdown.ts';

test('docs/errors.md names every code that there is with its status, and no other', async () => {
  const table = await readFile(join(repository, 'runtime/src/http/problem/status.ts'), 'utf8');
  const rows = (text: string, row: RegExp): readonly string[] =>
    [...text.matchAll(row)].map(([, code, status]) => `${code ?? ''} ${status ?? ''}`);
  const codes = rows(table, /^ {2}'?([a-z-]+)'?: \{ status: (\d+),/gm);
  assert.ok(codes.length > 50);
  const told = rows(await readMarkdown('docs/errors.md'), /^\| `([a-z-]+)` +\| (\d+) /gm);
  assert.deepEqual(told.toSorted(), codes.toSorted());
});
