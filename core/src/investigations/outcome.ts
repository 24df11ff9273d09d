import { worthTelling } from '../agents/wording/findings.ts';
import type { RunEvent } from '../run/events.ts';
import type { ObjectReference } from '../run/finding.ts';
import type { RunState } from '../run/state.ts';
import type { InvestigationOutcome } from './body.ts';

const mostObjects = 20;
const mostFindings = 5;
const longest = 500;

/** What a run came to, in short. */
export function outcomeOf(
  { findings, relations, status }: RunState,
  events: readonly RunEvent[],
): InvestigationOutcome {
  const told = worthTelling(findings, relations);
  const roots = told.filter(({ symptomOf }) => symptomOf === undefined);
  const root = roots[0] ?? told[0];
  const objects = new Map<string, ObjectReference>(told.map(({ object }) => [JSON.stringify(object), object]));
  return {
    summary: (root?.summary ?? without(status, events)).slice(0, longest).toWellFormed(),
    objects: [...objects.values()].slice(0, mostObjects),
    findings: roots.slice(0, mostFindings),
  };
}

function without(status: RunState['status'], events: readonly RunEvent[]): string {
  if (status === 'completed') return 'Nothing wrong was found in what could be read.';
  const last = events.at(-1);
  const why = last?.type === 'run-finished' ? last.error?.message : undefined;
  return why === undefined ? 'It did not come to an end in its time.' : `It failed: ${why}`;
}
