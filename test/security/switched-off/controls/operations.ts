import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const engineTests = 'core/src/engine/engine.test.ts';
const operation = 'core/src/run/operation.ts';

export const operations: readonly SwitchedOff[] = [
  {
    name: 'idempotency-key',
    control: 'the idempotency key is the approval\u2019s id',
    file: 'core/src/run/write-step.ts',
    find: 'idempotencyKey: id ?? randomUUID(),',
    replace: 'idempotencyKey: randomUUID(),',
    tests: inFile(engineTests, 'waits for an approval, is done once, and is read back'),
  },
  {
    name: 'idempotency-read-back',
    control: 'an interrupted change is looked at before it is sent again',
    file: operation,
    find: "if (seen.state !== 'not-applied') return",
    replace: 'if (false) return',
    tests: inFile(
      'core/src/engine/crash.test.ts',
      'is read back by the arguments that were admitted, not by those that were planned',
    ),
  },
  {
    name: 'idempotency-lost-answer',
    control: 'an operation whose answer is lost is not said to have failed',
    file: operation,
    find: 'return HexaopsError.is(error) && refusals.includes(error.code);',
    replace: 'return HexaopsError.is(error);',
    tests: inFile(engineTests, 'whose answer is lost is read back before anything is said'),
  },
  {
    name: 'idempotency-one-writer',
    control: 'of two that go on with a run one wins',
    file: 'core/src/store/memory.ts',
    find: 'if (run.record.sequence !== after) {',
    replace: 'if (false) {',
    tests: inFile('core/src/store/memory.test.ts', 'lets one of two writers win, and keeps nothing of the other'),
  },
  {
    name: 'idempotency-one-worker',
    control: 'a run is worked on once',
    file: 'core/src/engine/engine.ts',
    find: 'if (this.#live.has(record.id))',
    replace: 'if (false)',
    tests: inFile('core/src/engine/live.test.ts', 'does not go on twice: a second resume is told so'),
  },
  {
    name: 'deadline-of-step',
    control: 'a step that takes too long is ended',
    file: 'core/src/run/deadline.ts',
    find: 'setTimeout(late, milliseconds)',
    replace: 'setTimeout(late, milliseconds + 30_000)',
    tests: inFile(
      'test/security/cascading-failures/broken-parts.test.ts',
      'a tool that never answers ends by its deadline',
    ),
  },
  {
    name: 'deadline-cancelled',
    control: 'a cancelled run stops, whether its tools heed it or not',
    file: 'core/src/run/deadline.ts',
    find: "cancelled?.addEventListener('abort', cancel, { once: true });",
    replace: '',
    tests: inFile(
      'test/security/cascading-failures/broken-parts.test.ts',
      'a run that is cancelled stops, whether its tool heeds it or not',
    ),
  },
  {
    name: 'reads-are-guarded',
    control: 'a read passes the guard too',
    file: 'core/src/run/read-step.ts',
    find: "if (decision.decision !== 'allow') {",
    replace: 'if (false) {',
    tests: inFile('test/security/guard/guard.test.ts', 'a rule that denies stops reads and writes'),
  },
  {
    name: 'fresh-token',
    control: 'nothing is called with a token that has run out',
    file: 'core/src/run/run-context.ts',
    find: 'if (caller.token?.isExpired(parts.now()) === true) throw',
    replace: 'if (false) throw',
    tests: inFile(
      'test/security/wrong-tokens/expired.test.ts',
      'with a token that has run out nothing is read and nothing is changed',
    ),
  },
];
