import { HexaopsError } from '../errors.ts';
import { type Capture, type Captures, type FiredRule, type PlanAction, renderAction } from '../rules/index.ts';
import type { RunEventDraft } from '../run/events.ts';
import type { Provenance } from '../run/plan.ts';
import { NeedsReauthentication, requireFreshToken, type RunContext, withDeadline } from '../run/run-context.ts';
import { rulesOf } from '../run/tried-rules.ts';
import { makePlan } from './make-plan.ts';
import { planByModel } from './model/plan-by-model.ts';
import { checkTappedPlan } from './tapped-plan.ts';
import { isKnown, type NamedObject, resolveObject } from './resolve-captures.ts';
import { planUndo } from './undo.ts';

const askedBy = 'ask:';

/** A route rule of this priority or less says that nothing was understood: it counts as no match where a model can plan. */
const fallbackPriority = -1000;

/**
 * The first event of a run: a plan by the rule that fits what the person wrote, a question where a name is not clear, or an
 * answer where no work is needed. The plan is fixed here, before any content is read; of the workspace only object names
 * are looked up, and only to find the one that the person wrote.
 */
export async function planTask(context: RunContext): Promise<RunEventDraft> {
  const { parts, journal, hookContext, caller } = context;
  const { namespaces, slots } = journal.state;
  // A question of a rule itself is answered by what is to be asked instead.
  const input = [...slots].findLast(([slot]) => slot.startsWith(askedBy))?.[1] ?? journal.state.input;
  const hook = parts.hooks.plan;
  const tapped = hook.isUsed()
    ? await withDeadline(context, 'the plan', () => hook.promise({ text: input, namespaces }, hookContext))
    : undefined;
  if (tapped !== undefined) return { type: 'plan-made', plan: await checkTappedPlan(context, tapped) };

  const environment = parts.guard.environment(caller.workspace);
  const fact = {
    text: input,
    workspace: caller.workspace,
    namespaces,
    ...(environment === undefined ? {} : { environment }),
  };
  const fired = await firstThatFits(context, rulesOf(context).fired('route', fact));
  if (fired !== undefined && fired.priority > fallbackPriority) return planByRule(context, fired, fact);
  const { event, unavailable } = await planByModel(context, input);
  if (event !== undefined) return event;
  const said = fired === undefined ? whatCanBeAsked(context) : await planByRule(context, fired, fact);
  return said.type === 'answer' ? { ...said, unavailable: [...said.unavailable, ...unavailable] } : said;
}

/** The first rule all of whose names that must be known are: `roll back checkout` is about a release only where there is one. */
async function firstThatFits(
  context: RunContext,
  fired: readonly FiredRule<'route'>[],
): Promise<FiredRule<'route'> | undefined> {
  for (const rule of fired) {
    const named = Object.entries(rule.captures).flatMap(([capture, taken]) =>
      taken.type === 'object' && taken.known === true ? [namedBy(capture, taken)] : [],
    );
    if (named.length === 0) return rule;
    try {
      requireFreshToken(context);
      const known = await Promise.all(named.map((each) => isKnown(context, each)));
      if (!known.includes(false)) return rule;
    } catch (error) {
      if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
      throw error;
    }
  }
  return undefined;
}

function namedBy(capture: string, { raw, object, kinds }: Extract<Capture, { type: 'object' }>): NamedObject {
  return { capture, words: raw, kinds: object.kind === undefined ? kinds : [object.kind] };
}

async function planByRule(
  context: RunContext,
  fired: FiredRule<'route'>,
  fact: Readonly<Record<string, unknown>>,
): Promise<RunEventDraft> {
  if (fired.actions.some((candidate) => 'undo' in candidate)) return planUndo(context, fired.id);
  const action = fired.actions.find((candidate) => 'plan' in candidate);
  if (action === undefined) return answerOrAsk(context, fired, fact);

  const resolved = await resolveCaptures(context, fired, writes(context, action));
  if ('event' in resolved) return resolved.event;
  return { type: 'plan-made', plan: makePlan(context.parts.tools, fired.id, action, { fact, ...resolved }) };
}

interface Resolved {
  readonly captures: Captures;
  readonly origins: ReadonlyMap<string, Provenance>;
}

async function resolveCaptures(
  context: RunContext,
  fired: FiredRule<'route'>,
  forWrite: boolean,
): Promise<Resolved | { readonly event: RunEventDraft }> {
  const captures: Record<string, Capture> = {};
  const origins = new Map<string, Provenance>();
  for (const [name, capture] of Object.entries(fired.captures)) {
    if (capture.type !== 'object') {
      captures[name] = capture;
      origins.set(name, { taint: 'caller', origin: `you wrote "${capture.raw}"` });
      continue;
    }
    try {
      requireFreshToken(context);
      const resolution = await resolveObject(context, namedBy(name, capture), forWrite);
      if ('event' in resolution) return resolution;
      captures[name] = { ...capture, value: resolution.found.name, object: resolution.found };
      origins.set(name, resolution.provenance);
    } catch (error) {
      if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
      throw error;
    }
  }
  return { captures, origins };
}

function writes({ parts }: RunContext, { plan }: PlanAction): boolean {
  return plan.steps.some(({ tool }) => parts.tools.has(tool) && parts.tools.get(tool).effect === 'write');
}

function answerOrAsk(
  context: RunContext,
  fired: FiredRule<'route'>,
  fact: Readonly<Record<string, unknown>>,
): RunEventDraft {
  for (const action of fired.actions) {
    if ('answer' in action) {
      const { answer } = renderAction(action, fact, fired.captures);
      return {
        type: 'answer',
        text: answer.template,
        citations: [],
        unavailable: [],
        suggestions: suggestions(context),
      };
    }
    if ('ask' in action) {
      const { ask } = renderAction(action, fact, fired.captures);
      const choices = (ask.choices ?? []).map((choice) => ({ label: choice, value: choice }));
      return { type: 'input-required', question: ask.question, choices, slot: `${askedBy}${fired.id}` };
    }
  }
  return whatCanBeAsked(context);
}

/** Said when no rule fits: what can be asked, in the words of the rules themselves. */
function whatCanBeAsked(context: RunContext): RunEventDraft {
  const lines = suggestions(context).map(({ text }) => `- ${text}`);
  const text =
    lines.length === 0
      ? 'No rules are loaded, so nothing can be asked here.'
      : `I did not understand that. You can ask:\n${lines.join('\n')}`;
  return { type: 'answer', text, citations: [], unavailable: [], suggestions: suggestions(context) };
}

function suggestions({ parts }: RunContext) {
  const told = parts
    .rules()
    .rules('route')
    .flatMap(({ description }) => description ?? []);
  return [...new Set(told)].slice(0, 12).map((text) => ({ text }));
}
