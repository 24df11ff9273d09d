import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Evidence, EvidenceContent } from '../../run/evidence.ts';
import { wordEvidence } from './evidence.ts';

const evidence = (content: EvidenceContent): Evidence => ({
  id: 'e1',
  step: 's',
  source: 'prometheus',
  query: 'q',
  title: 'memory used',
  content,
  truncated: false,
  taint: 'untrusted',
  readAt: '2024-01-01T00:00:00.000Z',
});

describe('series in an answer', () => {
  test('are a table: the course, and what a person reads first, in their unit', () => {
    const points = Array.from({ length: 4 }, (_, at) => [at * 60_000, (at + 1) * 1024 ** 2] as const);
    const { text, citations } = wordEvidence(
      [evidence({ kind: 'series', unit: 'bytes', series: [{ name: 'shop/cart', points }] })],
      1,
    );
    assert.equal(
      text,
      [
        'memory used [e1]',
        '',
        '| series | over time | least | mean | most | last |',
        '| --- | --- | --- | --- | --- | --- |',
        '| shop/cart | ▁▃▆█ | 1 MiB | 2.5 MiB | 4 MiB | 4 MiB |',
      ].join('\n'),
    );
    assert.deepEqual(citations, ['e1']);
  });

  test('without values say so; without series there are none', () => {
    const empty = wordEvidence([evidence({ kind: 'series', series: [{ name: 'a', points: [[0, null]] }] })], 1);
    assert.match(empty.text, /\| a \| no values \|/);
    assert.match(wordEvidence([evidence({ kind: 'series', series: [] })], 1).text, /: none\./);
  });

  test('with hostile names stay cells of one table', () => {
    const name = 'a|b\n# heading ![x](http://evil.test/x.png) <img src=x> [e9]';
    const { text } = wordEvidence([evidence({ kind: 'series', series: [{ name, points: [[0, 1]] }] })], 1);
    assert.equal(text.split('\n').length, 5);
    assert.doesNotMatch(text, /(?<!\\)\[e9\]|(?<!\\)!?\[x\]|(?<!\\)</);
  });
});
