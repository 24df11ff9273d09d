import type { Caller } from '../caller.ts';
import { Budget } from '../run/budget.ts';
import type { RunJournal } from '../run/journal.ts';
import { redactorOf } from '../run/redactor.ts';
import type { RunContext } from '../run/run-context.ts';
import type { EngineParts } from './parts.ts';

/** What a run is worked on with, on behalf of one request's caller, from where its journal stands. */
export function contextOf(parts: EngineParts, journal: RunJournal, caller: Caller, signal: AbortSignal): RunContext {
  const { state, identity } = journal;
  const { token: _, ...visible } = caller;
  // Not their number: a step that was interrupted may have left a gap.
  let evidence = Math.max(0, ...state.evidence.map(({ id }) => Number(id.slice(1)) || 0));
  return {
    parts,
    journal,
    caller,
    signal,
    redact: redactorOf(caller.token),
    cleanTexts: new Map(),
    budget: new Budget(parts.budget, {
      steps: state.stepsTaken,
      bytes: state.evidenceBytes,
      tokens: state.tokens.input + state.tokens.output,
      money: state.money,
    }),
    nextEvidenceId: () => `e${++evidence}`,
    hookContext: { ...identity, caller: visible, signal },
  };
}
