import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { logWindow } from './log-window.ts';

const log = [
  '2026-03-01T12:00:00Z begin',
  '  at once',
  '{"timestamp":"2026-03-01T12:00:50Z","message":"later"}',
  '{"time":1772366460000,"message":"a minute after"}',
  '{"ts":1772366465.5,"message":"newest"}',
  '',
].join('\n');

test('without limits the whole log is shown', () => {
  assert.equal(logWindow(log, {}), log);
  assert.equal(logWindow('', {}), '');
});

test('tailLines takes the last lines, and zero takes none', () => {
  assert.equal(logWindow(log, { tailLines: 1 }), '{"ts":1772366465.5,"message":"newest"}\n');
  assert.equal(logWindow(log, { tailLines: 0 }), '');
  assert.equal(logWindow(log, { tailLines: 100 }), log);
});

test('sinceSeconds counts back from the newest line; a line without a time belongs to the one before', () => {
  const lines = log.split('\n');
  assert.equal(logWindow(log, { sinceSeconds: 10 }), lines.slice(3).join('\n'));
  assert.equal(logWindow(log, { sinceSeconds: 60 }), lines.slice(2).join('\n'));
  assert.equal(logWindow(log, { sinceSeconds: 600 }), log);
  assert.equal(logWindow(log, { sinceTime: '2026-03-01T12:00:30Z' }), lines.slice(2).join('\n'));
});

test('a log that tells no time is shown whole, since nothing of it is known to be older', () => {
  assert.equal(logWindow('one\ntwo\n', { sinceSeconds: 1 }), 'one\ntwo\n');
});

test('limitBytes is never exceeded, and no character is cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, limitBytes) => {
      const shown = logWindow(text, { limitBytes });
      assert.ok(Buffer.byteLength(shown) <= limitBytes);
      assert.ok(logWindow(text, {}).startsWith(shown));
    }),
  );
});
