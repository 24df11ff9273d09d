import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOfNow } from './as-of-now.ts';
import { logsFromText } from './log-source.ts';

test('a recording is moved to the present, its distances in time unchanged', async () => {
  const event = (name: string, lastTimestamp: string) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' },
    message: 'at 2026-01-01T00:00:00Z',
    lastTimestamp,
  });
  const recorded = [event('old', '2026-01-01T00:00:00Z'), event('new', '2026-01-01T01:00:00Z')];
  const now = Date.parse('2027-06-01T12:00:00Z');
  const { objects, logs } = asOfNow(
    recorded,
    logsFromText({ 'shop/a/server': '2026-01-01T00:59:30.500Z failed' }),
    now,
  );
  assert.deepEqual(
    objects.map((object) => ('lastTimestamp' in object ? object.lastTimestamp : undefined)),
    ['2027-06-01T11:00:00Z', '2027-06-01T12:00:00Z'],
  );
  assert.equal(
    'message' in (objects[0] ?? {}) && (objects[0] as { message?: string }).message,
    'at 2026-01-01T00:00:00Z',
    'what people wrote stays',
  );
  const log = { namespace: 'shop', pod: 'a', container: 'server', previous: false };
  assert.equal(await logs.read(log), '2027-06-01T11:59:30.500Z failed');
});

test('a recording without times stays as it is', () => {
  const recorded = [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }];
  assert.deepEqual(asOfNow(recorded, logsFromText({}), 1e12).objects, recorded);
});
