import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf } from '../engine/testing/shop.ts';
import type { RunEvent, RunEventBody } from '../run/events.ts';
import { reportOf } from './report-of.ts';
import type { Investigation } from './types.ts';

const crash = findingOf({ cause: 'crash', confidence: 0.8 });
const claim = { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' };
const full = findingOf({ cause: 'volume-full', object: claim, confidence: 0.95 });

const short: Investigation = {
  id: 'i',
  status: 'completed',
  title: 'PodCrashing',
  createdAt: 1,
  finishedAt: 2,
  rule: 'trigger.it',
  alert: { fingerprint: 'f', name: 'PodCrashing', labels: {}, annotations: {}, startsAt: 1, severity: 'critical' },
  outcome: undefined,
};

test('a report ranks the findings of all steps together', () => {
  const bodies: readonly RunEventBody[] = [
    { type: 'finding', finding: crash },
    { type: 'finding', finding: full },
    {
      type: 'step-finished',
      step: 'storage',
      status: 'succeeded',
      milliseconds: 1,
      unavailable: [],
      relations: [{ from: crash.object, to: claim, relation: 'mounts' }],
    },
  ];
  const events = bodies.map((body, index): RunEvent => {
    return { ...body, run: 'r', session: 's', sequence: index + 1, time: '2026-01-01T00:00:00Z', version: 1 };
  });
  const { findings } = reportOf(short, events);
  assert.deepEqual(findings, [full, { ...crash, symptomOf: claim }]);
});
