import type { RunContext } from '../run/run-context.ts';

/** Whether the session has had any run before this one. A model that plans may have seen what was said in it. */
export async function hasEarlierRuns({ parts, journal, caller }: RunContext): Promise<boolean> {
  const { run, session } = journal.identity;
  const { subject, workspace } = caller;
  return (await parts.store.runsOfSession({ subject, workspace }, session)).some(({ id }) => id !== run);
}
