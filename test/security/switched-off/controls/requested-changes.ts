import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const file = 'core/src/run/write-step.ts';
const tests = 'core/src/engine/requested-changes.test.ts';

export const requestedChanges: readonly SwitchedOff[] = [
  {
    name: 'requested-approval',
    control: 'a request that wants its changes to be approved has them approved',
    file,
    find: "if (context.journal.state.changes === undefined || decision.decision !== 'allow') return decision;",
    replace: 'if (true) return decision;',
    tests: inFile(tests, 'has each wait for an approval, although the rules would let it through'),
  },
  {
    name: 'requested-dry-run',
    control: 'what a dry run shows cannot be approved',
    file,
    find: "if (journal.state.changes !== 'tried') return journal.append(...asked);",
    replace: 'if (true) return journal.append(...asked);',
    tests: inFile(
      tests,
      'without rules shows what would be approved and changes nothing, and there is no moment in which it could',
    ),
  },
];
