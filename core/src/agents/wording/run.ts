import type { RunState, StepState } from '../../run/state.ts';
import { isConclusion } from '../timeline/conclude.ts';
import { toldByTimeline } from '../timeline/word-timeline.ts';
import { wordEvidence } from './evidence.ts';
import { hasFailed } from './failed.ts';
import { wordFindings, worthTelling } from './findings.ts';
import { inert } from './inert.ts';
import { cite, join, sentence, type Wording } from './wording.ts';

const maximumSources = 8;
const maximumEvidence = 8;

/** What the reads of a run came to, in words made by templates. Cites evidence for each statement. */
export function wordReads(state: RunState): Wording {
  const steps = [...state.steps.values()].filter(({ step }) => step.effect === 'read');
  const looked = steps.some(({ diagnosed }) => diagnosed);
  const findings = state.findings.filter((finding) => !isConclusion(finding));
  // A time line has said what was seen: that there is no finding is then no all-clear.
  const tells = looked && (findings.length > 0 || state.plan?.timeline === undefined);
  const parts: Wording[] = tells ? [wordFindings({ ...state, findings })] : [];
  const found = worthTelling(findings, state.relations).length > 0;
  const told = toldByTimeline(state);
  for (const step of steps) {
    // What was found cites what shows it; where nothing was found, what was looked at is the answer. The course of a metric is
    // part of what was asked either way.
    if (step.status === 'succeeded') {
      const own = state.evidence.filter(
        ({ id, step: of, content }) =>
          of === step.step.id && !told.has(id) && (!(step.diagnosed && found) || content.kind === 'series'),
      );
      parts.push(wordEvidence(own, maximumEvidence));
    }
    if (hasFailed(step)) parts.push({ text: wordFailure(step), citations: [] });
  }
  return join([...parts, wordSources(state)]);
}

/** What of the reads has failed, and the sources that could not be read. */
export function wordUnread(state: RunState): Wording {
  const failed = [...state.steps.values()].filter((step) => step.step.effect === 'read' && hasFailed(step));
  return join([...failed.map((step) => ({ text: wordFailure(step), citations: [] })), wordSources(state)]);
}

function wordSources(state: RunState): Wording {
  const sources = [...new Set(state.unavailable.map(({ source, reason }) => inert(`${source} (${reason})`)))];
  if (sources.length === 0) return { text: '', citations: [] };
  const more = sources.length > maximumSources ? `; and ${sources.length - maximumSources} more` : '';
  return { text: `Could not be read: ${sources.slice(0, maximumSources).join('; ')}${more}.`, citations: [] };
}

/** What became of the changes of a run. */
export function wordWrites(state: RunState): Wording {
  const parts = [...state.steps.values()]
    .filter(({ step, status }) => step.effect === 'write' && status !== 'pending')
    .map((step): Wording => {
      const operation = state.operations.get(step.step.id);
      const seen = state.evidence.filter((item) => item.step === step.step.id).map(({ id }) => id);
      if (operation?.outcome === 'applied') {
        const harm = operation.harm === undefined ? '' : ` But it did harm: ${inert(sentence(operation.harm))}`;
        return cite(`Done: ${inert(sentence(operation.message))}${harm}`, seen);
      }
      if (step.unchanged !== undefined) return cite(`Nothing to do: ${inert(sentence(step.unchanged))}`, seen);
      if (operation?.outcome === 'unknown')
        return cite(`It is not known whether it was done: ${inert(sentence(operation.message))}`, seen);
      return cite(wordFailure(step), seen);
    });
  return join(parts);
}

function wordFailure({ step, error, status }: StepState): string {
  if (error?.code === 'forbidden')
    return `The control plane refused "${step.tool}": ${inert(sentence(error.message))} Nothing was changed.`;
  const what =
    status === 'denied'
      ? `"${step.tool}" was not done`
      : status === 'skipped'
        ? `"${step.tool}" was left out`
        : `"${step.tool}" failed`;
  const next = error?.nextStep === undefined ? '' : ` What to do: ${inert(sentence(error.nextStep))}`;
  return `${what}: ${inert(sentence(error?.message ?? 'no reason was given'))}${next}`;
}
