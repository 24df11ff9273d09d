import { HexaopsError } from '../../errors.ts';
import { askModel, type ModelRequest } from '../../llm/ask-model.ts';
import type { PromptPart } from '../../llm/prompt.ts';
import type { PlanDraft } from '../../run/plan.ts';
import type { RunContext } from '../../run/run-context.ts';
import { checkSteps } from '../check-steps.ts';
import { earlierMessages, partOf } from './earlier-messages.ts';
import { describeTools, plannableTools } from './offered-tools.ts';
import { planShape, planSchema } from './plan-schema.ts';

export interface Drafted {
  readonly model: string;
  readonly draft: PlanDraft;
  readonly tainted: boolean;
}

/** What the model wants to know before it plans. */
export interface AskedBack {
  readonly question: string;
}

const instructions = `You plan work for a tool that looks into a workspace of Kubernetes. You cannot act: you name steps, each a call of one of the tools listed, and they are checked, judged by rules and, where they change anything, approved by a person.
Plan only what the person asks for. Prefer readings; plan a change only where the person asks for that very change in their own words. Take names and numbers from the person's words exactly as they are written.
Answer with JSON: {"task": what is to be found out or done, in one short sentence, "steps": [{"id", "tool", "arguments", "needs": ids of steps that must be done before}], "question": ""}. Where no tool fits, answer with no steps. Where you cannot tell what the person means, answer with no steps and one short question to the person, in their language.`;

/**
 * A plan by a model over the tools there are. What it has seen decides the taint: the person's message of this run, and,
 * where the session has been used before, what was said in it. A plan that cannot be followed is sent back once, with what
 * is wrong with it; a question where the model cannot tell what is meant; undefined where it finds that no tool fits. Raises
 * what `askModel` raises.
 */
export async function draftPlan(context: RunContext, input: string): Promise<Drafted | AskedBack | undefined> {
  const tools = plannableTools(context);
  const earlier = await earlierMessages(context);
  const most = Math.min(planShape.mostSteps, context.budget.limits.steps);
  const parts: PromptPart[] = [
    { from: 'us', text: `Tools:\n${describeTools(tools)}` },
    ...partOf(earlier),
    { from: 'person', text: input },
  ];
  const request: ModelRequest = {
    task: 'plan',
    purpose: 'plan',
    sensitivity: earlier.sensitivity,
    instructions,
    parts,
    output: {
      name: 'plan',
      schema: planSchema(
        tools.map(({ name }) => name),
        most,
        true,
      ),
      accept: (value) => problemsOf(context, value, most),
    },
  };
  const { model, value } = await askModel(context, request).catch((error: unknown) => {
    if (!HexaopsError.is(error, 'model-output-invalid')) throw error;
    const problems = error.details?.['problems'];
    if (!Array.isArray(problems)) throw error;
    const label = 'what was wrong with your last answer';
    return askModel(context, { ...request, parts: [...parts, { from: 'others', label, text: problems.join('\n') }] });
  });
  const draft = draftOf(value);
  if (draft.steps.length > 0) return { model, draft, tainted: earlier.exist };
  const question = questionOf(value);
  return question === '' ? undefined : { question };
}

/** Every problem of a plan, as a model can mend it. */
function problemsOf(context: RunContext, value: unknown, most: number): readonly string[] {
  const offered = plannableTools(context).map(({ name }) => name);
  const problems = planShape.problems(value);
  if (problems.length > 0) return problems;
  const draft = draftOf(value);
  if (draft.steps.length > most) return [`there may be ${most} steps at most`];
  const unknown = draft.steps.filter(({ tool }) => !offered.includes(tool));
  if (unknown.length > 0) return unknown.map(({ id }) => `the tool of step "${id}" is none of: ${offered.join(', ')}`);
  try {
    checkSteps(context, draft);
    return [];
  } catch (error) {
    if (HexaopsError.is(error)) return [error.message];
    throw error;
  }
}

/** Characters of a question that are shown. */
const longestQuestion = 300;

/** After `planShape` has passed it. */
function questionOf(value: unknown): string {
  const { question = '' } = value as { readonly question?: string };
  return question.replaceAll(/\s+/g, ' ').trim().slice(0, longestQuestion);
}

type WrittenStep = Omit<PlanDraft['steps'][number], 'needs'> & { readonly needs?: readonly string[] };

/** After `planShape` has passed it. */
function draftOf(value: unknown): PlanDraft {
  const { task, steps } = value as Omit<PlanDraft, 'steps'> & { readonly steps: readonly WrittenStep[] };
  return {
    task,
    steps: steps.map(({ id, tool, arguments: values, needs }) => ({ id, tool, arguments: values, needs: needs ?? [] })),
  };
}
