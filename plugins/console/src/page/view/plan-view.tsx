import { memo, useState } from 'react';
import type { RunState, StepState } from '../run/run-state.ts';
import { count, duration, valueOf } from './words.ts';

const marks: Readonly<Record<StepState['status'], { readonly sign: string; readonly words: string }>> = {
  waiting: { sign: '○', words: 'waiting' },
  running: { sign: '◐', words: 'running' },
  succeeded: { sign: '✓', words: 'done' },
  failed: { sign: '!', words: 'failed' },
  denied: { sign: '⊘', words: 'refused' },
  skipped: { sign: '–', words: 'left out' },
};

/** More than this are shown when asked for, the ones that matter now first. */
const few = 12;

export interface PlanViewProps {
  readonly state: RunState;
  /** The decision for which it waits comes too late. */
  readonly isOver: boolean;
}

/** Who does what, how long it took, and what it found. While it goes on it is open; afterwards it is one line. */
export function PlanView({ state, isOver: isLate }: PlanViewProps) {
  const { steps, plan, answers, worded, status, waiting } = state;
  const asked = waiting?.kind === 'approval' && !isLate ? waiting.approval.step : undefined;
  const [chosen, setChosen] = useState<boolean>();
  const [all, setAll] = useState(false);
  if (steps.length === 0) return null;
  const open = chosen ?? (answers.length === 0 && worded === undefined && status !== 'completed');
  const total = steps.reduce((sum, { milliseconds = 0 }) => sum + milliseconds, 0);
  // What somebody did not want has not gone wrong.
  const unwanted = new Set(
    state.decided.flatMap(({ decision, approval }) => (decision === 'approve' ? [] : [approval.step])),
  );
  const wrong = steps.filter(
    ({ step, status: each }) => (each === 'failed' || each === 'denied') && !unwanted.has(step.id),
  ).length;
  const isOver = status === 'completed' || status === 'failed' || status === 'cancelled';
  const hidden = all || steps.length <= few ? 0 : steps.length - few;
  const first = hidden === 0 ? steps : steps.slice(0, few - 3);
  const last = hidden === 0 ? [] : steps.slice(-3);
  const stepOf = (each: StepState) => (
    <Step
      key={each.step.id}
      state={unwanted.has(each.step.id) ? { ...each, status: 'skipped' } : isOver ? leftOut(each) : each}
      isAsked={each.step.id === asked}
    />
  );
  return (
    <details className="plan" open={open}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          setChosen(!open);
        }}
      >
        <span className="label">Plan</span> {count(steps.length, 'step', 'steps')}
        {total > 0 ? `, ${duration(total)}` : ''}
        {wrong > 0 ? <span className="bad">, {wrong} went wrong</span> : null}
        {plan === undefined ? null : <span className="by"> · {madeBy(plan.madeBy)}</span>}
      </summary>
      {open ? (
        <ol>
          {first.map(stepOf)}
          {hidden === 0 ? null : (
            <li className="more">
              <button type="button" className="quiet" onClick={() => setAll(true)}>
                Show {hidden.toLocaleString('en')} more steps
              </button>
            </li>
          )}
          {last.map(stepOf)}
        </ol>
      ) : null}
    </details>
  );
}

const Step = memo(function Step({ state, isAsked }: { readonly state: StepState; readonly isAsked: boolean }) {
  const { step, status, milliseconds, findings, unchanged, error, unavailable = [], because, refusedFor = [] } = state;
  const { sign, words } = isAsked ? { sign: '?', words: 'waiting for your decision' } : marks[status];
  const values = Object.entries(step.arguments).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return (
    <li className={`step ${isAsked ? 'asked-for' : status}`}>
      <span className="mark" aria-hidden="true">
        {sign}
      </span>
      <div className="what">
        <span className="tool">{step.tool.replaceAll('-', ' ')}</span>
        {step.effect === 'write' ? <span className="tag">change</span> : null}
        <span className="unseen">, {words}</span>
        <span className="arguments">{values.map(([name, value]) => `${name} ${valueOf(value)}`).join(', ')}</span>
        {because === undefined ? null : <span className="because">{because}</span>}
        {unchanged === undefined ? null : <span className="because">Nothing to do: {unchanged}</span>}
        {error === undefined && refusedFor.length > 0 ? <span className="bad">{refusedFor.join('. ')}</span> : null}
        {error === undefined ? null : (
          <span className="bad">
            {error.message} {error.nextStep}
          </span>
        )}
        {unavailable.map(({ source, reason }) => (
          <span key={source} className="bad">
            {source} could not be read: {reason}
          </span>
        ))}
      </div>
      <span className="worker">{step.worker}</span>
      <span className="figures">
        <span>{findings === undefined || findings === 0 ? '' : count(findings, 'finding', 'findings')}</span>
        <span>{milliseconds === undefined ? '' : duration(milliseconds)}</span>
      </span>
    </li>
  );
});

/** Of a run that has ended: what has not been done will not be. */
function leftOut(state: StepState): StepState {
  return state.status === 'running' || state.status === 'waiting' ? { ...state, status: 'skipped' } : state;
}

function madeBy(by: { readonly rule: string } | { readonly model: string }): string {
  return 'rule' in by ? `by the rule ${by.rule}` : `by the model ${by.model}`;
}
