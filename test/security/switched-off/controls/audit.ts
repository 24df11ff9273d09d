import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const tests = 'test/security/audit/chain.test.ts';
const once = inFile(
  tests,
  'every operation has one intent before it and one outcome after it, in its workspace\u2019s chain',
);
const seen = inFile(tests, 'whatever is changed, deleted, moved, repeated or cut off is seen');
const verify = 'core/src/audit/verify.ts';

export const audit: readonly SwitchedOff[] = [
  {
    name: 'audit-intent',
    control: 'the intent is recorded before the effect',
    file: 'core/src/run/audit.ts',
    find: "return { entries: [entryOf(context, intent, 'intent', {})], room: context.parts.auditRoom };",
    replace: 'return { entries: [], room: context.parts.auditRoom };',
    tests: once,
  },
  {
    name: 'audit-outcome',
    control: 'the outcome is recorded after the effect',
    file: 'core/src/run/audit.ts',
    find: "return { entries: [entryOf(context, intent, 'outcome', details)], room: Infinity };",
    replace: 'return { entries: [], room: Infinity };',
    tests: once,
  },
  {
    name: 'audit-room',
    control: 'no room to record it is no action',
    file: 'core/src/store/memory-outbox.ts',
    find: 'throw auditFull(room);',
    replace: 'void auditFull;',
    tests: inFile(tests, 'where there is no room to record it, nothing is done'),
  },
  {
    name: 'audit-altered',
    control: 'a record that was changed is seen',
    file: verify,
    find: 'if (hashOf(record) !== hash) add(',
    replace: 'if (false) add(',
    tests: seen,
  },
  {
    name: 'audit-missing',
    control: 'a record that was deleted is seen',
    file: verify,
    find: 'if (sequence > expected) {',
    replace: 'if (false) {',
    tests: seen,
  },
  {
    name: 'audit-truncated',
    control: 'a chain that was cut off is seen',
    file: verify,
    find: 'if (seen >= sequence) return [];',
    replace: 'return [];',
    tests: seen,
  },
];
