import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from '@hexaops/core';
import { ToldFindings } from './told-findings.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const finding = (name: string, symptomOf?: string): Finding => ({
  cause: 'broken',
  object: object(name),
  severity: 'warning',
  confidence: 0.9,
  summary: `${name} is broken`,
  evidence: [],
  ...(symptomOf === undefined ? {} : { symptomOf: object(symptomOf) }),
});
const answer = {
  type: 'answer',
  text: 'data is full',
  citations: [],
  unavailable: [],
  suggestions: [],
  ranking: [
    { finding: 3 },
    { finding: 1, symptomOf: object('data') },
    { finding: 2, symptomOf: object('data') },
    { finding: 7, symptomOf: object('data') },
  ],
} as const;

const stored = (sequence: number) => ({ run: 'r', session: 's', sequence, time: '', version: 1 }) as const;

function told(first: number) {
  const findings = new ToldFindings();
  const found = [finding('checkout'), finding('web', 'data'), finding('data')];
  for (const [index, each] of found.entries())
    findings.take({ type: 'finding', finding: each, ...stored(first + index) });
  const names = () => findings.explainedBy({ ...answer, ...stored(9) }).map((each) => each.object.name);
  return [names(), names()];
}

describe('what was told of findings', () => {
  test('and the answer ranks otherwise is told anew, once', () => {
    assert.deepEqual(told(1), [['checkout'], []]);
  });

  test('is not compared with a ranking where the beginning of the run was not seen', () => {
    assert.deepEqual(told(5), [[], []]);
  });
});
