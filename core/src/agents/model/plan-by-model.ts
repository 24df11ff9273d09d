import { HexaopsError } from '../../errors.ts';
import type { UnavailableSource } from '../../extension/tool.ts';
import { hasModel } from '../../llm/call-model.ts';
import type { RunEventDraft } from '../../run/events.ts';
import type { Plan, PlanStep } from '../../run/plan.ts';
import { NeedsReauthentication, type RunContext } from '../../run/run-context.ts';
import { checkSteps } from '../check-steps.ts';
import { inert } from '../wording/inert.ts';
import { clarification, whatWasAsked } from './earlier-messages.ts';
import { draftPlan, type Drafted } from './draft-plan.ts';
import { provenanceOf } from './literal.ts';
import { lookUpName } from './look-up-names.ts';

export interface Attempt {
  /** The plan, or a question or an answer where a name is not clear; undefined: the rules' own answer stands. */
  readonly event?: RunEventDraft;
  /** Why there is none, where that is worth telling. */
  readonly unavailable: readonly UnavailableSource[];
}

/**
 * The plan of what no rule has matched, by a model where there is one. The model is asked once: its draft is written down
 * before names are looked up, so that a run which stops there for a sign-in or a question goes on with the same.
 */
export async function planByModel(context: RunContext, input: string): Promise<Attempt> {
  const { parts, journal, caller } = context;
  const sensitivity = parts.models?.sensitivityOf(caller.workspace);
  if (sensitivity === undefined || !(await hasModel(context, 'plan', sensitivity))) return { unavailable: [] };
  try {
    const known = journal.state.draft;
    const words = whatWasAsked({ input, slots: journal.state.slots });
    const drafted = known ?? (await draftPlan(context, words));
    if (drafted === undefined) return { unavailable: [] };
    if ('question' in drafted) return { ...askBack(context, drafted.question), unavailable: [] };
    if (known === undefined) {
      const { model, draft, tainted } = drafted;
      journal.note({ type: 'plan-drafted', model, draft, tainted });
    }
    return { event: await planOf(context, drafted, words), unavailable: [] };
  } catch (error) {
    if (error instanceof NeedsReauthentication || journal.failure !== undefined || context.signal.aborted) throw error;
    if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
    if (!HexaopsError.is(error)) throw error;
    return { unavailable: [{ source: 'model', reason: error.message }] };
  }
}

/** Once a run: a model that still cannot tell is given up. Its words may be anybody's, so nothing in them works. */
function askBack({ journal }: RunContext, question: string): Pick<Attempt, 'event'> {
  if (journal.state.slots.has(clarification)) return {};
  return { event: { type: 'input-required', question: inert(question), choices: [], slot: clarification } };
}

async function planOf(context: RunContext, { model, draft, tainted }: Drafted, input: string): Promise<RunEventDraft> {
  const { parts } = context;
  const steps: PlanStep[] = [];
  for (const step of draft.steps) {
    const tool = parts.tools.get(step.tool);
    const provenance = Object.fromEntries(
      Object.entries(step.arguments).map(([name, value]) => [name, provenanceOf(model, input, value, tainted)]),
    );
    const named = { id: step.id, tool, arguments: step.arguments, provenance, words: input };
    const found = await lookUpName(context, named);
    if ('event' in found) return found.event;
    steps.push({ ...step, ...found, worker: tool.worker, effect: tool.effect });
  }
  checkSteps(context, { steps });
  const writes = steps.some(({ effect }) => effect === 'write');
  const plan: Plan = {
    task: draft.task,
    steps,
    madeBy: { model },
    tainted: tainted || (writes && parts.models?.settings.unapprovedWrites !== true),
  };
  return { type: 'plan-made', plan };
}
