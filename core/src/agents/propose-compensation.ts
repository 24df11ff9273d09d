import type { RunEventDraft } from '../run/events.ts';
import type { RunContext } from '../run/run-context.ts';
import { timeOf } from '../run/time.ts';
import { freeId } from './free-id.ts';
import { undoStep } from './undo.ts';

/**
 * The step that takes back a change of this run of which the reading back shows harm: proposed once, never taken without a
 * person's approval, and never for a change that takes another one back.
 */
export function proposeCompensation(context: RunContext): RunEventDraft | undefined {
  const { state, identity } = context.journal;
  const all = [...state.steps.values()].map(({ step }) => step);
  for (const { intent, outcome, harm } of [...state.operations.values()].reverse()) {
    const isUndo = state.steps.get(intent.step)?.step.undoes !== undefined;
    const isProposed = all.some(({ undoes }) => undoes?.run === identity.run && undoes.step === intent.step);
    if (outcome !== 'applied' || harm === undefined || isUndo || isProposed) continue;
    const time = timeOf(context.parts.now());
    const step = undoStep(context, { run: identity.run, intent, time }, freeId(state.steps, 'undo'));
    if (step !== undefined)
      return { type: 'steps-added', steps: [step], because: `${harm} This takes the change back.` };
  }
  return undefined;
}
