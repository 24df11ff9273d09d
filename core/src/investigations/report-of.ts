import { likeliestFirst } from '../agents/wording/findings.ts';
import type { RunEvent } from '../run/events.ts';
import { apply, initialState } from '../run/state.ts';
import type { Investigation, InvestigationReport } from './types.ts';

/** An investigation with what the events of its run tell. */
export function reportOf(short: Investigation, events: readonly RunEvent[]): InvestigationReport {
  const { findings, relations, evidence, unavailable, steps } = events.reduce(apply, initialState);
  const answer = events.findLast((event) => event.type === 'answer');
  const failed = [...steps.values()].flatMap(({ step, error }) =>
    error === undefined ? [] : [{ source: step.tool, reason: error.message }],
  );
  return {
    ...short,
    answer: answer && { text: answer.text, citations: answer.citations },
    findings: likeliestFirst(findings, relations),
    evidence,
    unavailable: [...unavailable, ...failed],
  };
}
