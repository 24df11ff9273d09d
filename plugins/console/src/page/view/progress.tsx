import { useEffect, useState } from 'react';
import { isBusy, type ShownRun } from '../conversation/shown-run.ts';
import { duration } from './words.ts';

export interface ProgressProps {
  readonly shown: ShownRun;
  /** The decision for which it waits comes too late. */
  readonly isOver: boolean;
}

/** How it goes, in a sentence that is read aloud; and for how long this page has waited, where that is worth a word. */
export function Progress({ shown, isOver }: ProgressProps) {
  const busy = isBusy(shown);
  const words = progressOf(shown, isOver);
  return (
    <div className="progress-line">
      <p className={busy && words !== '' ? 'progress busy' : 'progress'} role="status" tabIndex={-1}>
        {words}
      </p>
      {busy ? <Waited /> : null}
    </div>
  );
}

/** Nothing is said of a wait that nobody notices. */
const worthSaying = 3;

function Waited() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return seconds < worthSaying ? null : (
    <span className="waited" aria-hidden="true">
      {duration(seconds * 1_000).replace('.0', '')}
    </span>
  );
}

function progressOf({ state, connection, sent }: ShownRun, isOver: boolean): string {
  if (connection === 'lost' && sent !== undefined && state.status === 'suspended')
    return `The connection is lost. As soon as it is back, this page finds out whether your ${sent.what} arrived.`;
  if (connection === 'lost') return 'The connection is lost; it goes on, and so does this page as soon as it can.';
  switch (state.status) {
    case 'sending':
      return isBusy({ state, connection }) ? 'Sending…' : '';
    case 'cancelled':
      return 'Cancelled.';
    case 'suspended':
      if (connection === 'live' && sent !== undefined) return 'Sending…';
      if (state.waiting?.kind !== 'approval') return '';
      if (isOver) return 'Nobody decided in time.';
      return state.waiting.approval.fourEyes
        ? 'Waiting for the decision of somebody else.'
        : 'Waiting for your decision.';
    case 'running': {
      if (state.steps.length === 0) return 'Planning…';
      const running = state.steps.filter(({ status }) => status === 'running');
      const [first] = running;
      const done = state.steps.filter(({ milliseconds }) => milliseconds !== undefined).length;
      const left = state.steps.length - done;
      if (state.worded !== undefined) return 'Answering…';
      if (first === undefined) return left === 0 ? 'Putting the answer together…' : 'Going on…';
      const more = running.length === 1 ? '' : ` and ${running.length - 1} more`;
      return `Waiting for ${first.step.worker}: ${first.step.tool.replaceAll('-', ' ')}${more}. ${done} of ${state.steps.length} done.`;
    }
    default:
      return '';
  }
}
