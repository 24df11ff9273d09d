import { HexaopsError, messageOf } from '../errors.ts';
import { boundTo } from './bind-arguments.ts';
import type { RunEventDraft } from './events.ts';
import type { Plan, PlanStep } from './plan.ts';
import { runReadStep } from './read-step.ts';
import { eventErrorOf, lettingGo, NeedsReauthentication, type RunContext } from './run-context.ts';
import { hasOpenOperation, type RunState } from './state.ts';
import { runWriteStep } from './write-step.ts';

/**
 * What the agents decide for the driver. Each is asked with the run's state alone, so a resumed run gets the same. Each
 * keeps its own deadlines.
 */
export interface Conductor {
  /** The plan; or an answer at once; or a question to the person. May read the workspace's object names. */
  plan(context: RunContext): Promise<RunEventDraft>;
  /** Further reads that a plan of a model calls for; undefined where there are none. Never a write. */
  extend(context: RunContext): Promise<RunEventDraft | undefined>;
  /** What all that was read comes to together, stored with what is said next: nothing where that has been said. */
  conclude(context: RunContext): Promise<readonly RunEventDraft[]>;
  /**
   * A change that the findings call for, with the answer that goes before it; undefined where there is none. `conclusions` are
   * stored before it.
   */
  propose(context: RunContext, conclusions: readonly RunEventDraft[]): Promise<readonly RunEventDraft[] | undefined>;
  /** The last word. `conclusions` are stored before it. */
  answer(context: RunContext, conclusions: readonly RunEventDraft[]): Promise<RunEventDraft>;
}

/**
 * Works on a run until it finishes or suspends. Every failure is an event of the run, but one: where events cannot be
 * stored the run stays as it is, to be resumed, and what the store raised is raised. Another writer's is the last word.
 */
export async function drive(context: RunContext, conductor: Conductor): Promise<void> {
  const { journal } = context;
  try {
    await work(context, conductor);
  } catch (error) {
    if (journal.failure === undefined) await end(context, error);
    // Also where nothing more is said: what was read is not to be read again.
    await journal.settled();
    const { failure } = journal;
    if (failure !== undefined && !HexaopsError.is(failure, 'conflict')) throw failure;
  }
}

/** Says why the work has ended. */
async function end({ journal, signal }: RunContext, error: unknown): Promise<void> {
  // Nothing is said: the run is as its events leave it, and whoever resumes it goes on from there.
  if (signal.reason === lettingGo) return;
  const last: RunEventDraft | undefined =
    signal.aborted && !hasOpenOperation(journal.state)
      ? { type: 'run-finished', status: 'cancelled' }
      : error instanceof NeedsReauthentication
        ? { type: 'reauthentication-required', reason: error.reason }
        : journal.state.status === 'running'
          ? { type: 'run-finished', status: 'failed', error: eventErrorOf(error) }
          : undefined;
  if (last !== undefined) await journal.append(last).catch(() => undefined);
}

async function work(context: RunContext, conductor: Conductor): Promise<void> {
  const { journal } = context;
  if (journal.state.plan === undefined && journal.state.answers.length === 0) {
    const first = await conductor.plan(context);
    context.signal.throwIfAborted();
    if (first.type === 'run-finished') throw new HexaopsError('internal', 'a plan cannot finish a run');
    // What is read next depends on nothing that is stored; what asks or answers does, for the person sees it.
    if (first.type === 'plan-made') journal.note(first);
    else await journal.append(first);
  }
  let conclusions: readonly RunEventDraft[] = [];
  for (let proposed = false; journal.state.status === 'running';) {
    context.signal.throwIfAborted();
    const plan = journal.state.plan;
    if (plan !== undefined && (await takeSteps(context, plan))) continue;
    if (journal.state.status !== 'running') return;
    if (!proposed && plan !== undefined) {
      const more = await conductor.extend(context);
      if (more !== undefined) {
        journal.note(more);
        continue;
      }
      proposed = true;
      conclusions = await conductor.conclude(context);
      const proposal = await conductor.propose(context, conclusions);
      if (proposal !== undefined) {
        await journal.append(...conclusions, ...proposal);
        conclusions = [];
        continue;
      }
    }
    const words: RunEventDraft[] = plan === undefined ? [] : [await conductor.answer(context, conclusions)];
    const { stepsTaken, evidenceBytes, tokens } = journal.state;
    await journal.append(
      ...conclusions,
      ...words,
      { type: 'usage', steps: stepsTaken, evidenceBytes, inputTokens: tokens.input, outputTokens: tokens.output },
      { type: 'run-finished', status: 'completed' },
    );
  }
}

/** Takes the steps that can be taken now: all reads, and only when none is left one write. False when nothing is left. */
async function takeSteps(context: RunContext, plan: Plan): Promise<boolean> {
  const { journal } = context;
  if (await takeReads(context, plan)) return true;
  const [write] = readySteps(journal.state);
  if (write === undefined) {
    const stuck = [...journal.state.steps.values()].filter(({ status }) => status === 'pending');
    await journal.append(...stuck.map(({ step }) => skipped(step, step.needs)));
    return false;
  }
  await runWriteStep(context, plan, write, isProposed(plan, write));
  return journal.state.status === 'running';
}

/**
 * Takes reads side by side until none is left that can be taken: each begins as soon as those that it waits for have ended,
 * and a slow one holds up nothing else. False where there was none. After a failure of the engine, or a suspension, none is
 * begun any more; those under way are waited for and kept.
 */
async function takeReads(context: RunContext, plan: Plan): Promise<boolean> {
  const { journal, budget, signal } = context;
  const running = new Map<string, Promise<void>>();
  const failed: unknown[] = [];
  let taken = false;
  for (;;) {
    if (failed.length === 0 && !signal.aborted) {
      await skipHopeless(context);
      const ready = readySteps(journal.state).filter(({ id, effect }) => effect === 'read' && !running.has(id));
      for (const step of ready.slice(0, budget.limits.concurrency - running.size)) {
        taken = true;
        const read = runReadStep(context, plan, step, isProposed(plan, step))
          .catch((error: unknown) => void failed.push(error))
          .finally(() => running.delete(step.id));
        running.set(step.id, read);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  // A suspension outranks a failure of the engine.
  const first = failed.find((reason) => reason instanceof NeedsReauthentication) ?? failed[0];
  if (first !== undefined) throw first instanceof Error ? first : new Error(messageOf(first));
  return taken;
}

function isProposed(plan: Plan, { id }: PlanStep): boolean {
  return !plan.steps.some((step) => step.id === id);
}

function readySteps({ steps }: RunState): readonly PlanStep[] {
  const hasEnded = (id: string) => steps.get(id)?.status !== 'pending';
  return [...steps.values()]
    .filter(({ status }) => status === 'pending')
    .map(({ step }) => step)
    .filter((step) => step.needs.every((id) => steps.get(id)?.status === 'succeeded') && boundTo(step).every(hasEnded));
}

/** Steps that need one that will never succeed are skipped, and say why. */
async function skipHopeless({ journal }: RunContext): Promise<void> {
  for (;;) {
    const { steps } = journal.state;
    const lost = (id: string) => ['failed', 'denied', 'skipped'].includes(steps.get(id)?.status ?? 'failed');
    const hopeless = [...steps.values()].filter(({ step, status }) => status === 'pending' && step.needs.some(lost));
    if (hopeless.length === 0) return;
    journal.note(...hopeless.map(({ step }) => skipped(step, step.needs.filter(lost))));
  }
}

function skipped(step: PlanStep, needs: readonly string[]): RunEventDraft {
  const error = { code: 'plan-invalid', message: `needs ${needs.join(', ')}, which did not succeed` };
  return { type: 'step-finished', step: step.id, status: 'skipped', milliseconds: 0, error, unavailable: [] };
}
