import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '@hexaops/core';
import { wholeEvidenceLines } from './evidence.ts';
import { screenFor } from './testing/screen.ts';

const evidence = (query: string, text: string): Evidence => ({
  id: 'e1',
  step: 's1',
  source: 'logs',
  query,
  title: 'logs',
  content: { kind: 'text', text },
  truncated: false,
  taint: 'untrusted',
  readAt: '2026-01-01T00:00:00.000Z',
});

test('one line of what was read fills no more of a screen than so many do', () => {
  const lines = wholeEvidenceLines(evidence('q', 'x'.repeat(256 * 1024)), screenFor(80));
  assert.ok(lines.length < 50, `${lines.length}`);
  assert.match(lines.at(-1) ?? '', /^ +and \d+ more lines$/);
});

test('a query of several lines is shown as it was sent, each line its own', () => {
  const lines = wholeEvidenceLines(evidence('SELECT a\nFROM b\u001b[2J', 'c'), screenFor(80));
  assert.deepEqual(lines.slice(1, 3), ['      SELECT a', '      FROM b\\u001b[2J']);
});
