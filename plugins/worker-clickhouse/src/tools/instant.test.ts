import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { parseInstant } from './instant.ts';

const now = Date.UTC(2026, 0, 15, 12);

describe('an instant', () => {
  test('is a date with a time, of UTC unless it says otherwise', () => {
    for (const [written, expected] of [
      ['2026-01-15T11:30:00Z', '2026-01-15T11:30:00.000Z'],
      ['2026-01-15T11:30:00', '2026-01-15T11:30:00.000Z'],
      ['2026-01-15 11:30', '2026-01-15T11:30:00.000Z'],
      ['2026-01-15T11:30:00+02:00', '2026-01-15T09:30:00.000Z'],
      ['2026-01-14', '2026-01-14T00:00:00.000Z'],
    ] as const)
      assert.equal(new Date(parseInstant(written, now)).toISOString(), expected);
  });

  test('of a time of day alone is the last that has been', () => {
    for (const [written, expected] of [
      ['11:30', '2026-01-15T11:30:00.000Z'],
      ['14:05', '2026-01-14T14:05:00.000Z'],
      ['9.30', '2026-01-15T09:30:00.000Z'],
      ['2:05 pm UTC', '2026-01-14T14:05:00.000Z'],
      ['12:00 am', '2026-01-15T00:00:00.000Z'],
      ['11:59:59', '2026-01-15T11:59:59.000Z'],
    ] as const)
      assert.equal(new Date(parseInstant(written, now)).toISOString(), expected);
  });

  test('is a number of milliseconds, or refused, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9T:. Z+-]{1,30}$/)), (written) => {
        try {
          assert.ok(Number.isFinite(parseInstant(written, now)));
        } catch (error) {
          assert.ok(HexaopsError.is(error, 'arguments-invalid'));
        }
      }),
    );
  });
});
