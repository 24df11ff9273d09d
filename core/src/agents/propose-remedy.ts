import { HexaopsError } from '../errors.ts';
import type { RunEventDraft } from '../run/events.ts';
import { nameOfObject } from '../run/finding.ts';
import type { PlanStep, Provenance } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';

/** A finding that is less sure than this proposes nothing: its remedy is only named. */
const minimumConfidence = 0.6;

/**
 * The step that the likeliest root cause's remedy asks for. Its arguments come from what was read, so every one of them is
 * marked untrusted, and the guard lets it through to nothing but a person's approval.
 */
export function proposeRemedy({ journal, parts, caller }: RunContext): RunEventDraft | undefined {
  const { plan, steps, findings } = journal.state;
  const asksForChange = [...steps.values()].some(({ step }) => step.effect === 'write');
  if (plan === undefined || asksForChange || parts.guard.mode === 'readOnly' || parts.controlPlane === undefined)
    return undefined;
  if (
    caller.permissions !== undefined &&
    !caller.permissions.some((held) => held === 'aiops:remediate' || held === 'aiops:admin')
  )
    return undefined;
  const root = findings.find(({ symptomOf }) => symptomOf === undefined);
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
  const origin = `${root.rule === undefined ? 'the finding' : `rule ${root.rule}`}, from evidence ${root.evidence.join(', ')}`;
  const provenance = Object.fromEntries(
    Object.keys(values).map((name): [string, Provenance] => [name, { taint: 'untrusted', origin }]),
  );
  const step: PlanStep = {
    id: freeId(steps),
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

/** Unique in the run: a step of the plan may have the name already. */
function freeId(steps: ReadonlyMap<string, unknown>): string {
  let id = 'remedy';
  for (let number = 2; steps.has(id); number++) id = `remedy-${number}`;
  return id;
}
