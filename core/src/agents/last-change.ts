import type { RunContext } from '../run/run-context.ts';
import type { OperationIntent } from '../run/events.ts';
import { apply, initialState } from '../run/state.ts';

/** A change of this session that is there, and that nothing has taken back since. */
export interface AppliedChange {
  readonly run: string;
  readonly intent: OperationIntent;
  /** RFC 3339: when its outcome was known. */
  readonly time: string;
}

/** Runs of a session that are looked through, from the youngest on. */
const mostRuns = 50;

/** The youngest change of the session which was applied, takes nothing back itself, and was not taken back. */
export async function lastChange({ parts, journal, caller }: RunContext): Promise<AppliedChange | undefined> {
  const { run: own, session } = journal.identity;
  const { subject, workspace } = caller;
  const runs = await parts.store.runsOfSession({ subject, workspace }, session);
  const youngest = runs.toSorted((left, right) => right.createdAt - left.createdAt).filter(({ id }) => id !== own);
  const takenBack = new Set<string>();
  for (const { id } of youngest.slice(0, mostRuns)) {
    const events = await parts.store.events(id, 0);
    const { operations, steps } = events.reduce(apply, initialState);
    const applied = [...operations.values()].filter(({ outcome }) => outcome === 'applied').reverse();
    for (const { intent } of applied) {
      const undoes = steps.get(intent.step)?.step.undoes;
      if (undoes !== undefined) takenBack.add(keyOf(undoes.run, undoes.step));
      else if (!takenBack.has(keyOf(id, intent.step))) {
        const end = events.findLast((event) => event.type === 'operation-finished' && event.step === intent.step);
        return { run: id, intent, time: end?.time ?? '' };
      }
    }
  }
  return undefined;
}

function keyOf(run: string, step: string): string {
  return JSON.stringify([run, step]);
}
