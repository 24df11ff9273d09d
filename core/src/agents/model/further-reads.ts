import { isDeepStrictEqual } from 'node:util';
import { HexaopsError } from '../../errors.ts';
import { askModel } from '../../llm/ask-model.ts';
import { hasModel } from '../../llm/call-model.ts';
import type { RunEventDraft } from '../../run/events.ts';
import type { PlanDraft, PlanStep } from '../../run/plan.ts';
import type { RunContext } from '../../run/run-context.ts';
import { digest, sensitivityOf } from './digest.ts';
import { whatWasAsked } from './earlier-messages.ts';
import { describeTools, readTools } from './offered-tools.ts';
import { planSchema, planShape } from './plan-schema.ts';

/** Steps that one round may add. */
const mostSteps = 6;

const instructions = `You look into a workspace of Kubernetes for a person. Some readings have been made. Decide whether further readings are needed to answer what the person asked; if the question can be answered, ask for none.
Answer with JSON: {"task": why these readings, in one short sentence, "steps": [{"id", "tool", "arguments", "needs": []}]}. Only the tools listed exist; none of them changes anything.`;

/**
 * Further reads that the model which planned asks for, having seen what was read; undefined where it asks for none. Reads
 * alone: by now it has seen what others wrote. A write that it asks for is refused and written down. At most so many rounds,
 * each of which takes steps of the run's own budget. A model that fails asks for nothing.
 */
export async function furtherReads(context: RunContext): Promise<RunEventDraft | undefined> {
  if (!(await mayReadOn(context))) return undefined;
  const { journal } = context;
  const tools = readTools(context);
  const sensitivity = sensitivityOf(context);
  try {
    const { model, value } = await askModel(context, {
      task: 'reads',
      purpose: 'plan',
      sensitivity,
      instructions,
      parts: [
        { from: 'us', text: `Tools:\n${describeTools(tools)}` },
        ...digest(journal.state),
        { from: 'person', text: whatWasAsked(journal.state) },
      ],
      output: {
        name: 'readings',
        schema: planSchema(
          tools.map(({ name }) => name),
          mostSteps,
        ),
        accept: planShape.problems,
      },
    });
    // After `planShape` has passed it.
    const { task, steps } = value as PlanDraft;
    const { accepted, refused } = judge(context, model, steps);
    journal.note(...refused);
    return accepted.length === 0 ? undefined : { type: 'steps-added', steps: accepted, because: task };
  } catch (error) {
    if (journal.failure !== undefined || context.signal.aborted || !HexaopsError.is(error)) throw error;
    return undefined;
  }
}

/** Only for a plan of a model that changes nothing, before anything is answered, and while there is budget for it. */
async function mayReadOn(context: RunContext): Promise<boolean> {
  const { parts, journal, budget } = context;
  const { plan, answers, steps, stepsTaken, readRounds } = journal.state;
  if (parts.models === undefined || plan === undefined || !('model' in plan.madeBy) || answers.length > 0) return false;
  if (readRounds >= parts.models.settings.rounds || stepsTaken >= budget.limits.steps) return false;
  if ([...steps.values()].some(({ step }) => step.effect === 'write')) return false;
  return hasModel(context, 'plan', sensitivityOf(context));
}

interface Judgement {
  readonly accepted: readonly PlanStep[];
  readonly refused: readonly RunEventDraft[];
}

function judge(context: RunContext, model: string, asked: PlanDraft['steps']): Judgement {
  const { parts, journal, budget } = context;
  const { steps, stepsTaken, readRounds } = journal.state;
  const left = Math.min(mostSteps, budget.limits.steps - stepsTaken);
  const accepted: PlanStep[] = [];
  const refused: RunEventDraft[] = [];
  for (const [index, { tool: name, arguments: values }] of asked.entries()) {
    const reason = reasonAgainst(context, name, values) ?? (accepted.length >= left ? 'no steps are left' : undefined);
    if (reason !== undefined) {
      refused.push({ type: 'model-refused', task: 'reads', model, tool: name, reason });
      continue;
    }
    const isKnown = [...[...steps.values()].map(({ step }) => step), ...accepted].some(
      (step) => step.tool === name && isDeepStrictEqual(step.arguments, values),
    );
    if (isKnown) continue;
    const { worker } = parts.tools.get(name);
    const origin = `model ${model}, which has seen what was read`;
    const provenance = Object.fromEntries(
      Object.keys(values).map((argument) => [argument, { taint: 'untrusted' as const, origin }]),
    );
    const id = freeId(`more-${readRounds}-${index + 1}`, steps);
    accepted.push({ id, tool: name, worker, effect: 'read', arguments: values, needs: [], provenance });
  }
  return { accepted, refused: refused.slice(0, 16) };
}

/** Why a step is not taken, if so. What a tool is, a read or a write, only the tool says. */
function reasonAgainst({ parts }: RunContext, name: string, values: PlanStep['arguments']): string | undefined {
  if (!parts.tools.has(name)) return 'there is no such tool';
  const tool = parts.tools.get(name);
  if (tool.effect !== 'read') return 'it is a change, and only readings follow what was read';
  try {
    parts.tools.check(tool, values);
    return undefined;
  } catch (error) {
    if (HexaopsError.is(error)) return error.message.slice(0, 500);
    throw error;
  }
}

/** Unique in the run: a step of the plan may have the name already. */
function freeId(id: string, steps: ReadonlyMap<string, unknown>): string {
  return steps.has(id) ? freeId(`${id}x`, steps) : id;
}
