import { cutText } from '../../run/cut-text.ts';
import { type Finding, nameOfObject } from '../../run/finding.ts';
import type { RunState } from '../../run/state.ts';
import { accountOf } from './account.ts';
import type { Suspicion } from './suspicion.ts';
import type { TimelineEntry } from './timeline.ts';
import { spanInWords } from './words.ts';

const changeBeforeSymptoms = 'change-before-symptoms';
const rule = 'timeline';

export function isConclusion({ cause, rule: madeBy }: Finding): boolean {
  return cause === changeBeforeSymptoms && madeBy === rule;
}

/**
 * What the time line of a run comes to, as a finding: the change that came first. It names no remedy, and is never sure
 * enough to propose one. Undefined where there is none, or it has been made.
 */
export function concludeTimeline(state: RunState): Finding | undefined {
  if (state.findings.some(isConclusion)) return undefined;
  const suspicion = accountOf(state)?.suspicions[0];
  if (suspicion === undefined) return undefined;
  const { changes, symptom, confidence } = suspicion;
  const object = changes.find((change) => change.object !== undefined)?.object ?? symptom.object;
  if (object === undefined) return undefined;
  return {
    cause: changeBeforeSymptoms,
    object,
    severity: 'warning',
    confidence,
    summary: cutText(summaryOf(suspicion)),
    evidence: [...new Set([...changes, symptom].flatMap(({ evidence }) => evidence))],
    ownFault: true,
    rule,
  };
}

function summaryOf({ changes: [first], symptom, orderIsSure }: Suspicion): string {
  const distance = orderIsSure ? `${spanInWords(symptom.at - first.at)} before` : 'at about the time of';
  return `${describe(first)}, ${distance} the first symptom: ${describe(symptom)}. What comes first need not be the cause.`;
}

function describe({ what, object }: TimelineEntry): string {
  return object === undefined ? what : `${nameOfObject(object)}: ${what}`;
}
