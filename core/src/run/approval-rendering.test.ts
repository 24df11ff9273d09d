import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { type Approval, type ApprovedBytes, hashOf, requireWhole } from './approval.ts';
import { renderApproval } from './approval-rendering.ts';
import type { Provenance } from './plan.ts';

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    '"',
    '\\',
    '\n',
    ' ',
    '`',
    'u',
    '{',
    '}',
    '0',
    '430',
    '\u0430',
    '\u202e',
    ':',
    ',',
    '+',
    '-',
  ),
});
const value = fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' });
const map = fc.dictionary(text, fc.oneof(text, value), { maxKeys: 3 });
const change = fc.record(
  { path: text, before: fc.oneof(text, value), after: fc.oneof(text, value) },
  { requiredKeys: ['path'] },
);
const bytes: fc.Arbitrary<ApprovedBytes> = fc
  .record(
    {
      approval: text,
      run: text,
      step: text,
      summary: text,
      changes: fc.array(change, { maxLength: 3 }),
      dryRun: fc.option(text),
      permissions: text,
      tool: text,
      operation: text,
      target: text,
      parameters: map,
      arguments: map,
      resourceVersion: fc.option(text),
      subject: text,
      workspace: text,
      expiresAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      nonce: text,
    },
    {
      requiredKeys: [
        'tool',
        'operation',
        'target',
        'parameters',
        'arguments',
        'resourceVersion',
        'subject',
        'workspace',
        'expiresAt',
        'nonce',
      ],
    },
  )
  .map((made) => JSON.parse(JSON.stringify(made)) as ApprovedBytes);
const provenance: fc.Arbitrary<Record<string, Provenance>> = fc.dictionary(
  text,
  fc.record({ taint: fc.constantFrom('caller', 'trusted', 'untrusted'), origin: text }),
  { maxKeys: 3 },
);

const withoutHash = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('sha256 ')).join('\n');

/** The same bytes with one of their members replaced by that of others. */
const neighbours = fc
  .tuple(bytes, bytes, fc.nat())
  .map(([left, right, at]): readonly [ApprovedBytes, ApprovedBytes] => {
    const names = Object.keys(right);
    const name = names[at % names.length] ?? 'nonce';
    return [left, { ...left, [name]: (right as unknown as Record<string, unknown>)[name] }];
  });

function approvalOf(made: ApprovedBytes, origins: Record<string, Provenance>): Approval {
  return {
    id: made.approval ?? 'a1',
    step: made.step ?? 's1',
    hash: hashOf(made),
    bytes: made,
    summary: made.summary ?? 'what is done',
    changes: made.changes ?? [],
    rendering: renderApproval(made, origins),
    provenance: origins,
    reasons: [],
    roles: [],
    fourEyes: false,
  };
}

describe('the rendering of an approval', () => {
  test('is never the same for other bytes, also without their hash', () => {
    fc.assert(
      fc.property(fc.oneof(neighbours, fc.tuple(bytes, bytes)), ([left, right]) => {
        const isSame = canonicalize(left) === canonicalize(right);
        assert.equal(withoutHash(renderApproval(left, {})) === withoutHash(renderApproval(right, {})), isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is printable ASCII without a backtick, one line for each', () => {
    fc.assert(
      fc.property(bytes, provenance, (made, origins) => {
        for (const line of renderApproval(made, origins)) assert.match(line, /^[\x20-\x5f\x61-\x7e]*$/);
      }),
    );
  });

  test('ends with the hash of the very bytes', () => {
    fc.assert(
      fc.property(bytes, provenance, (made, origins) => {
        assert.equal(renderApproval(made, origins).at(-1), `sha256 ${hashOf(made)}`);
      }),
    );
  });

  test('shows what is invisible, and what only looks like another letter', () => {
    const [plain, confusable, invisible] = ['checkout', 'che\u0441kout', 'check\u200bout'].map((name) =>
      renderApproval({ ...example, target: `deployment/shop/${name}` }, {}),
    );
    assert.ok(plain?.includes('operation "scale" of "deployment/shop/checkout" by the tool "scale-deployment"'));
    assert.ok(confusable?.some((line) => line.includes('che\\u{441}kout')));
    assert.ok(invisible?.some((line) => line.includes('check\\u{200b}out')));
  });

  test('reads as a person reads a change: before, after, arguments and where each comes from', () => {
    assert.deepEqual(renderApproval(example, origins), [
      '"checkout goes from 1 to 3 replicas."',
      'changes "spec.replicas"',
      '  - 1',
      '  + 3',
      'operation "scale" of "deployment/shop/checkout" by the tool "scale-deployment"',
      'in the workspace "shop" asked for by "alice"',
      'argument "name": "checkout"',
      '  asked for: you wrote "checkout"',
      'argument "replicas": 3',
      '  NOT TRUSTED: from the finding zero-replicas of Deployment shop/checkout, read from kubernetes [e1]',
      'sent to the control plane {"name":"checkout","replicas":3}',
      'only while its version is "generation 4"',
      'tried without doing it, the control plane says "checkout would be scaled to 3"',
      'until 2026-01-02T00:00:00.000Z',
      `nonce "${'0'.repeat(32)}"`,
      `sha256 ${hashOf(example)}`,
    ]);
  });

  test('says so where nobody has said where an argument comes from', () => {
    assert.ok(renderApproval(example, {}).includes('  NOT TRUSTED: nobody says where it comes from'));
  });
});

describe('an approval is whole', () => {
  test('as it was made', () => {
    fc.assert(fc.property(bytes, provenance, (made, origins) => requireWhole(approvalOf(made, origins))));
  });

  test('and no other: whatever of it a screen shows is changed, nobody can approve it', () => {
    const whole = approvalOf({ ...example, approval: 'a1', step: 's1' }, origins);
    const changed: readonly Partial<Approval>[] = [
      { id: 'a2' },
      { step: 's2' },
      { hash: '0'.repeat(64) },
      { summary: 'Restart checkout' },
      { changes: [] },
      { rendering: ['"nothing happens"'] },
      { provenance: { ...origins, replicas: { taint: 'caller', origin: 'you wrote "3"' } } },
      { bytes: { ...whole.bytes, target: 'deployment/shop/orders' } },
    ];
    for (const change of changed)
      assert.throws(() => requireWhole({ ...whole, ...change }), { code: 'approval-mismatch' }, JSON.stringify(change));
  });
});

const origins: Record<string, Provenance> = {
  name: { taint: 'caller', origin: 'you wrote "checkout"' },
  replicas: {
    taint: 'untrusted',
    origin: 'from the finding zero-replicas of Deployment shop/checkout, read from kubernetes [e1]',
  },
};

const example: ApprovedBytes = {
  summary: 'checkout goes from 1 to 3 replicas.',
  changes: [{ path: 'spec.replicas', before: 1, after: 3 }],
  dryRun: 'checkout would be scaled to 3',
  tool: 'scale-deployment',
  operation: 'scale',
  target: 'deployment/shop/checkout',
  parameters: { replicas: 3, name: 'checkout' },
  arguments: { replicas: 3, name: 'checkout' },
  resourceVersion: 'generation 4',
  subject: 'alice',
  workspace: 'shop',
  expiresAt: Date.UTC(2026, 0, 2),
  nonce: '0'.repeat(32),
};
