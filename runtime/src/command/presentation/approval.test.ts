import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Approval, hashOf, renderApproval } from '@hexaops/core';
import fc from 'fast-check';
import { approvalLines } from './approval.ts';
import { widthOf } from './fit.ts';
import { screenFor } from './testing/screen.ts';

function approvalOf(value: string): Approval {
  const shown = { summary: 'Scale it', changes: [{ path: 'spec.replicas', before: 1, after: value }] };
  const bytes = {
    ...shown,
    tool: 'scale-deployment',
    operation: 'scale',
    target: 'deployment/shop/checkout',
    parameters: { value },
    arguments: { value },
    resourceVersion: '7',
    subject: 'alice',
    workspace: 'shop',
    expiresAt: Date.UTC(2026, 0, 2),
    nonce: '0'.repeat(32),
  };
  const provenance = { value: { taint: 'untrusted', origin: value } } as const;
  const rest = { reasons: ['it is large'], roles: [], fourEyes: true, provenance };
  return { id: 'a1', step: 's1', hash: hashOf(bytes), bytes, ...shown, ...rest };
}

describe('an approval on a terminal', () => {
  test('stands there byte by byte at any width: nothing is dropped, and nothing passes for another line', () => {
    const values = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 400 }));
    fc.assert(
      fc.property(values, fc.integer({ min: 40, max: 120 }), (value, columns) => {
        const approval = approvalOf(value);
        const lines = approvalLines(approval, screenFor(columns));
        assert.ok(lines.every((line) => widthOf(line) <= columns));
        const whole = lines.join('\n').replaceAll(/\n {2}(?: {2})?\| /g, '');
        const expected = renderApproval(approval.bytes, approval.provenance).map((line) => `  ${line}`);
        assert.ok(whole.includes(expected.join('\n')));
      }),
    );
  });

  test('says who must decide it, and why', () => {
    const lines = approvalLines(approvalOf('x'), screenFor());
    assert.deepEqual(lines.slice(-3), [
      '  because: it is large',
      '  somebody other than alice must decide',
      '  decide it as a1',
    ]);
  });
});
