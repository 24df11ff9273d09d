import { HexaopsError, messageOf } from '../errors.ts';
import type { RunEventDraft } from './events.ts';
import type { Plan, PlanStep } from './plan.ts';
import { runReadStep } from './read-step.ts';
import { eventErrorOf, NeedsReauthentication, type RunContext } from './run-context.ts';
import type { RunState, StepState } from './state.ts';
import { runWriteStep } from './write-step.ts';

/** What the agents decide for the driver. Each is asked with the run's state alone, so a resumed run gets the same. */
export interface Conductor {
  /** The plan; or an answer at once; or a question to the person. May read the workspace's object names. */
  plan(context: RunContext): Promise<RunEventDraft>;
  /** A change that the findings call for, with the answer that goes before it; undefined where there is none. */
  propose(context: RunContext): Promise<readonly RunEventDraft[] | undefined>;
  /** The last word. */
  answer(context: RunContext): Promise<RunEventDraft>;
}

/** Why a run stops when the engine does: its last event stays as it is. */
export const lettingGo = Symbol('the engine is shutting down');

/** Works on a run until it finishes or suspends. Never throws: every failure is an event of the run. */
export async function drive(context: RunContext, conductor: Conductor): Promise<void> {
  const { journal } = context;
  try {
    await work(context, conductor);
  } catch (error) {
    if (HexaopsError.is(error, 'conflict')) return;
    if (error instanceof NeedsReauthentication) {
      await end(context, { type: 'reauthentication-required', reason: error.reason });
    } else if (context.signal.reason === lettingGo) {
      // Nothing is said: the run is as its events leave it, and whoever resumes it goes on from there.
    } else if (context.signal.aborted) {
      await end(context, { type: 'run-finished', status: 'cancelled' });
    } else if (journal.state.status === 'running') {
      await end(context, { type: 'run-finished', status: 'failed', error: eventErrorOf(error) });
    }
  }
}

async function work(context: RunContext, conductor: Conductor): Promise<void> {
  const { journal } = context;
  if (journal.state.plan === undefined && journal.state.answers.length === 0) {
    const first = await conductor.plan(context);
    if (first.type === 'run-finished') throw new HexaopsError('internal', 'a plan cannot finish a run');
    await journal.append(first);
  }
  for (let proposed = false; journal.state.status === 'running';) {
    context.signal.throwIfAborted();
    const plan = journal.state.plan;
    if (plan !== undefined && (await takeSteps(context, plan))) continue;
    if (journal.state.status !== 'running') return;
    if (!proposed && plan !== undefined) {
      proposed = true;
      const proposal = await conductor.propose(context);
      if (proposal !== undefined) {
        await journal.append(...proposal);
        continue;
      }
    }
    const { stepsTaken, evidenceBytes } = journal.state;
    const words: RunEventDraft[] = plan === undefined ? [] : [await conductor.answer(context)];
    await journal.append(
      ...words,
      { type: 'usage', steps: stepsTaken, evidenceBytes, inputTokens: 0, outputTokens: 0 },
      { type: 'run-finished', status: 'completed' },
    );
  }
}

/** Takes the steps that can be taken now: reads side by side, and only when none is left one write. False when nothing is left. */
async function takeSteps(context: RunContext, plan: Plan): Promise<boolean> {
  const { journal } = context;
  await skipHopeless(context);
  const ready = readySteps(journal.state);
  const reads = ready.filter(({ step }) => step.effect === 'read').slice(0, context.budget.limits.concurrency);
  if (reads.length > 0) {
    const results = await Promise.allSettled(reads.map(({ step }) => runReadStep(context, plan, step)));
    const failed = results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
    // The others have finished and are kept; a suspension outranks a failure of the engine.
    const first = failed.find((reason) => reason instanceof NeedsReauthentication) ?? failed[0];
    if (first !== undefined) throw first instanceof Error ? first : new Error(messageOf(first));
    return true;
  }
  const [write] = ready;
  if (write === undefined) return false;
  const isProposed = !plan.steps.some(({ id }) => id === write.step.id);
  await runWriteStep(context, plan, write.step, isProposed);
  return journal.state.status === 'running';
}

function readySteps({ steps }: RunState): readonly StepState[] {
  return [...steps.values()].filter(
    ({ step, status }) => status === 'pending' && step.needs.every((id) => steps.get(id)?.status === 'succeeded'),
  );
}

/** Steps that need one that will never succeed are skipped, and say why. */
async function skipHopeless({ journal }: RunContext): Promise<void> {
  for (;;) {
    const { steps } = journal.state;
    const lost = (id: string) => ['failed', 'denied', 'skipped'].includes(steps.get(id)?.status ?? 'failed');
    const hopeless = [...steps.values()].filter(({ step, status }) => status === 'pending' && step.needs.some(lost));
    if (hopeless.length === 0) return;
    await journal.append(...hopeless.map(({ step }) => skipped(step, step.needs.filter(lost))));
  }
}

function skipped(step: PlanStep, needs: readonly string[]): RunEventDraft {
  const error = { code: 'plan-invalid', message: `needs ${needs.join(', ')}, which did not succeed` };
  return { type: 'step-finished', step: step.id, status: 'skipped', milliseconds: 0, error, unavailable: [] };
}

async function end({ journal }: RunContext, event: RunEventDraft): Promise<void> {
  await journal.append(event).catch((error: unknown) => {
    // Somebody else goes on with the run: theirs is the last word.
    if (!HexaopsError.is(error, 'conflict')) throw error;
  });
}
