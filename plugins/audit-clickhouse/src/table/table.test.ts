import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fakeRecords } from '@hexaops/core/testing';
import type { AuditEntry, AuditRecord } from '@hexaops/core';
import fc from 'fast-check';
import { addressTypeOf, fits, sameAddress } from './address.ts';
import { columnsOf } from './columns.ts';
import { foundIn } from './found.ts';
import { rowOf } from './row.ts';
import { timeIn, timeUnitOf } from './timestamp.ts';

const columns = columnsOf();
const types = { time: 'text', address: 'text' } as const;

function recordOf(changes: Partial<AuditEntry>): AuditRecord {
  const [record] = fakeRecords(1, { entry: changes });
  return record ?? assert.fail();
}

/** What a column of the type String gives back: UTF-8. */
function valuesOf(record: AuditRecord): (string | null)[] {
  const row = rowOf(record, columns, 'text');
  return columns.map(({ name }) => Buffer.from(row[name] ?? '').toString());
}

describe('a row', () => {
  test('gives its record back, with nothing that differs, whatever is in it', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        fc.record({
          subject: text,
          workspace: text,
          resource: text,
          eventType: text,
          organizations: fc.array(text),
          details: fc.dictionary(text, fc.jsonValue()),
        }),
        (changes) => {
          const record = JSON.parse(JSON.stringify(recordOf(changes))) as AuditRecord;
          assert.deepEqual(foundIn(valuesOf(record), columns, types), { record, differences: [] });
        },
      ),
    );
  });

  test('shows each column that was changed, and whether that is the workspace', () => {
    const record = recordOf({ sourceAddress: '10.0.0.7' });
    for (const [index, { key, name }] of columns.entries()) {
      if (key === 'details_json') continue;
      const values = valuesOf(record).with(index, 'other');
      const found = foundIn(values, columns, types);
      assert.ok('record' in found);
      assert.deepEqual(
        found.differences.map(({ field, isWorkspace, found: says }) => ({ field, isWorkspace, says })),
        [{ field: name, isWorkspace: key === 'workspace_id', says: 'other' }],
      );
    }
  });

  test('shows a text that says more to others than to this reader: a name that stands there twice, or one too many', () => {
    const index = columns.findIndex(({ key }) => key === 'details_json');
    const record = recordOf({});
    const forged = JSON.stringify({ ...record.entry, approvedBy: 'nobody' });
    const { position, sequence, previous, hash, entry } = record;
    const written = JSON.stringify({ position, sequence, previous, hash, entry });
    for (const details of [
      `{"entry":${forged},${written.slice(1)}`,
      `${written.slice(0, -1)},"approvedBy":"nobody"}`,
      written.replace('"entry":{', '"entry":{"approvedBy":"nobody","approvedBy":null,'),
      ` ${written}`,
    ]) {
      const found = foundIn(valuesOf(record).with(index, details), columns, types);
      assert.ok('record' in found, details);
      assert.deepEqual(
        found.differences.map(({ field }) => field),
        ['details_json'],
        details,
      );
    }
  });

  test('that is deeper than anything that was ever written is shown, and ends no reading', () => {
    const index = columns.findIndex(({ key }) => key === 'details_json');
    const depth = 200_000;
    const deep = JSON.stringify(recordOf({})).replace(
      '"details":{',
      `"details":{"deep":${'['.repeat(depth)}${']'.repeat(depth)},`,
    );
    const found = foundIn(valuesOf(recordOf({})).with(index, deep), columns, types);
    assert.ok('unreadable' in found || found.differences.length > 0);
  });

  test('that holds no record says where it is', () => {
    const index = columns.findIndex(({ key }) => key === 'details_json');
    for (const details of ['', '{', 'null', '[]', '{"entry":{}}', JSON.stringify({ ...recordOf({}), sequence: '1' })]) {
      const found = foundIn(valuesOf(recordOf({})).with(index, details), columns, types);
      assert.ok('unreadable' in found, details);
      assert.equal(
        found.place,
        'timestamp 2026-01-01T00:00:00.000Z, workspace_id shop, resource_id shop/deployment/web',
      );
    }
  });
});

describe('a column of addresses', () => {
  test('holds what it can', () => {
    assert.deepEqual(['String', 'IPv4', 'Nullable(IPv6)', undefined].map(addressTypeOf), [
      'text',
      'IPv4',
      'IPv6',
      'text',
    ]);
    assert.equal(fits('10.0.0.1', 'IPv4'), true);
    assert.equal(fits('2001:db8::1', 'IPv4'), false);
    assert.equal(fits('2001:db8::1', 'IPv6'), true);
    assert.equal(fits('', 'IPv6'), false);
    assert.equal(fits('fe80::1%eth0', 'IPv6'), false, 'of a machine of its own');
  });

  test('says the same address in its own way', () => {
    assert.equal(sameAddress('::', 'fe80::1%eth0', 'IPv6'), true);
    assert.equal(sameAddress('fe80::1', 'fe80::1%eth0', 'IPv6'), false);
    assert.equal(sameAddress('::ffff:10.0.0.1', '10.0.0.1', 'IPv6'), true);
    assert.equal(sameAddress('2001:db8::1', '2001:0DB8:0:0:0:0:0:1', 'IPv6'), true);
    assert.equal(sameAddress('0.0.0.0', '2001:db8::1', 'IPv4'), true);
    assert.equal(sameAddress('::', '', 'IPv6'), true);
    assert.equal(sameAddress('10.0.0.2', '10.0.0.1', 'IPv4'), false);
    assert.equal(sameAddress('10.0.0.1', '', 'IPv4'), false);
    assert.equal(sameAddress('10.0.0.1', '::1', 'IPv4'), false);
  });
});

describe('a column of times', () => {
  test('keeps as much of them as its type does', () => {
    const timestamp = '2026-01-01T00:00:01.234Z';
    const milliseconds = Date.parse(timestamp);
    const expected = {
      "DateTime64(3, 'UTC')": String(milliseconds),
      'DateTime64(9)': String(milliseconds),
      'DateTime64(1)': String(milliseconds - 34),
      'Nullable(DateTime64(0))': String(milliseconds - 234),
      "DateTime('Asia/Tokyo')": String(milliseconds - 234),
      String: timestamp,
    };
    for (const [type, kept] of Object.entries(expected)) assert.equal(timeIn(timestamp, timeUnitOf(type)), kept, type);
  });
});
