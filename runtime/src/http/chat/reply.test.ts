import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, RunEvent, RunEventBody } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import { replyOf } from './reply.ts';
import { emptyRunView, withEvent } from './run-view.ts';

const finding = (cause: string, kind: string, confidence: number): Finding => {
  const object = { kind, namespace: 'shop', name: cause };
  return { cause, object, severity: 'critical', confidence, summary: `${cause} it is`, evidence: ['e1'] };
};
const crash = finding('crash', 'Deployment', 0.8);
const full = finding('volume-full', 'PersistentVolumeClaim', 0.95);
const ended = { type: 'step-finished', status: 'succeeded', milliseconds: 1, unavailable: [] } as const;

function findingsIn(bodies: readonly RunEventBody[]) {
  const view = bodies.reduce((seen, body, index) => {
    const event: RunEvent = { ...body, run: 'r', session: 's', sequence: index + 1, time: '2026-01-01', version: 1 };
    return withEvent(seen, event);
  }, emptyRunView);
  return replyOf(view, fakeCaller(), 'text')['findings'];
}

test('findings of several steps stand in the order of the answer, and what follows from one of another step says so', () => {
  const relations = [{ from: crash.object, to: full.object, relation: 'mounts' }];
  assert.deepEqual(
    findingsIn([
      { type: 'finding', finding: crash },
      { ...ended, step: 'workloads', relations },
      { type: 'finding', finding: full },
      { ...ended, step: 'storage' },
    ]),
    [full, { ...crash, symptomOf: full.object }],
  );
});
