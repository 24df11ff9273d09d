import { rankingOf } from '../agents/wording/ranking.ts';
import { wordWrites } from '../agents/wording/run.ts';
import { HexaopsError } from '../errors.ts';
import type { BackgroundJob } from '../extension/jobs.ts';
import type { RunRecord, Store } from '../extension/store.ts';
import type { RunEvent, RunEventDraft } from '../run/events.ts';
import { RunJournal } from '../run/journal.ts';
import { apply, type RunState, waitsForApproval } from '../run/state.ts';

const every = 10_000;
/** Runs that are ended in one round. */
const atOnce = 100;

export interface ExpiryParts {
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly observe: (event: RunEvent) => void;
}

/**
 * Ends the runs whose approval nobody has given in time, as if somebody had asked: what was not done is said, and that it
 * was not. Needs no token, for nothing is called. A run that cannot be ended keeps no other from it.
 */
export function expireApprovals(parts: ExpiryParts): BackgroundJob {
  return {
    name: 'approvals.expire',
    every,
    async run(signal) {
      let failure: unknown;
      for (const record of await parts.store.expiredApprovals(parts.now(), atOnce)) {
        if (signal.aborted) return;
        try {
          await expire(record, parts);
        } catch (error) {
          // Somebody has decided it, or deleted it, at this very moment.
          if (!HexaopsError.is(error, 'conflict') && !HexaopsError.is(error, 'not-found')) failure = error;
        }
      }
      if (failure !== undefined) throw failure;
    },
  };
}

async function expire({ id, session }: RunRecord, { store, now, observe }: ExpiryParts): Promise<void> {
  const options = { store, now, observe, redact: (text: string) => text };
  const journal = new RunJournal({ run: id, session }, options, await store.events(id, 0));
  const { state } = journal;
  const approval = waitsForApproval(state);
  if (approval === undefined || approval.bytes.expiresAt > now()) return;
  await journal.append(...ending(state, approval.id, approval.step));
}

function ending(state: RunState, approval: string, asked: string): readonly RunEventDraft[] {
  const open = [...state.steps.values()].filter(({ status }) => status === 'pending');
  const ended = open.map(({ step }): RunEventDraft => {
    const isAsked = step.id === asked;
    return {
      type: 'step-finished',
      step: step.id,
      status: isAsked ? 'denied' : 'skipped',
      milliseconds: 0,
      error: isAsked
        ? { code: 'denied', message: 'nobody approved it in time', nextStep: 'ask for it again if it is still needed' }
        : { code: 'plan-invalid', message: 'the run ended before it' },
      unavailable: [],
    };
  });
  const drafts: readonly RunEventDraft[] = [
    { type: 'approval-decided', approval, decision: 'expired', by: 'the clock' },
    { type: 'run-resumed', subject: state.subject },
    ...ended,
  ];
  const { text, citations } = wordWrites(drafts.reduce(apply, state));
  return [
    ...drafts,
    { type: 'answer', text, citations, unavailable: state.unavailable, suggestions: [], ...rankingOf(state) },
    { type: 'run-finished', status: 'completed' },
  ];
}
