import { HexaopsError } from '../errors.ts';
import type { Evidence } from '../run/evidence.ts';
import { type Finding, nameOfObject } from '../run/finding.ts';
import { mayChange } from '../guard/guard.ts';
import type { RunEventDraft } from '../run/events.ts';
import type { PlanStep, Provenance } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { freeId } from './free-id.ts';
import { isConclusion } from './timeline/conclude.ts';
import { likeliestFirst } from './wording/findings.ts';

/** A finding that is less sure than this proposes nothing: its remedy is only named. */
const minimumConfidence = 0.6;

/**
 * The step that the likeliest root cause's remedy asks for. Its arguments come from what was read, so every one of them is
 * marked untrusted, and the guard lets it through to nothing but a person's approval.
 */
export function proposeRemedy({ journal, parts, caller }: RunContext): RunEventDraft | undefined {
  const { plan, steps, findings, relations, evidence } = journal.state;
  const asksForChange = [...steps.values()].some(({ step }) => step.effect === 'write');
  if (plan === undefined || asksForChange || parts.guard.mode === 'readOnly' || parts.controlPlane === undefined)
    return undefined;
  if (!mayChange(caller)) return undefined;
  const found = likeliestFirst(
    findings.filter((finding) => !isConclusion(finding)),
    relations,
  );
  const root = found.find(({ symptomOf }) => symptomOf === undefined);
  const remedy = root?.remedy;
  if (
    root === undefined ||
    remedy?.tool === undefined ||
    root.confidence < minimumConfidence ||
    !parts.tools.has(remedy.tool)
  )
    return undefined;
  const tool = parts.tools.get(remedy.tool);
  const values = remedy.arguments ?? {};
  try {
    parts.tools.check(tool, values);
  } catch (error) {
    // A remedy whose arguments could not be filled from the facts is named in the answer and proposed by nobody.
    if (HexaopsError.is(error, 'arguments-invalid')) return undefined;
    throw error;
  }
  const origin = originOf(root, evidence);
  const provenance = Object.fromEntries(
    Object.keys(values).map((name): [string, Provenance] => [name, { taint: 'untrusted', origin }]),
  );
  const step: PlanStep = {
    id: freeId(steps, 'remedy'),
    tool: tool.name,
    worker: tool.worker,
    effect: tool.effect,
    arguments: values,
    needs: [],
    provenance,
  };
  return {
    type: 'steps-added',
    steps: [step],
    because: `${root.cause} of ${nameOfObject(root.object)}: ${remedy.description}`,
  };
}

/** `from the finding zero-replicas of Deployment shop/checkout (rule diagnose.zero), read from kubernetes [e1]` */
function originOf(finding: Finding, evidence: readonly Evidence[]): string {
  const cited = evidence.filter(({ id }) => finding.evidence.includes(id));
  const sources = [...new Set(cited.map(({ source }) => source))].join(', ');
  const rule = finding.rule === undefined ? '' : ` (rule ${finding.rule})`;
  const read = cited.length === 0 ? '' : `, read from ${sources} [${cited.map(({ id }) => id).join(', ')}]`;
  return `from the finding ${finding.cause} of ${nameOfObject(finding.object)}${rule}${read}`;
}
