import { useState } from 'react';
import type { RunState } from '../run/run-state.ts';
import { duration } from './words.ts';

type Rated = 'no' | 'sent' | 'refused';

/** What it cost, and whether it helped. */
export function RunFoot({
  state,
  onRate,
}: {
  readonly state: RunState;
  readonly onRate: (score: 0 | 1) => Promise<void>;
}) {
  const [rated, setRated] = useState<Rated>('no');
  const { startedAt, endedAt, tokens, cost, models, status } = state;
  if (status !== 'completed' && status !== 'failed') return null;
  const rate = (score: 0 | 1) =>
    void onRate(score).then(
      () => setRated('sent'),
      () => setRated('refused'),
    );
  const took =
    startedAt !== undefined && endedAt !== undefined ? Date.parse(endedAt) - Date.parse(startedAt) : undefined;
  const used = tokens.input + tokens.output;
  const facts = [
    took === undefined ? undefined : duration(took),
    used === 0 ? 'no model' : `${used.toLocaleString('en')} tokens of ${models.join(', ')}`,
    cost === undefined ? undefined : `cost ${cost.toFixed(4)}`,
  ];
  return (
    <footer className="run-foot">
      <span>{facts.filter((fact) => fact !== undefined).join(' · ')}</span>
      {rated === 'no' ? (
        <span className="row">
          Did this help?
          <button type="button" className="quiet" onClick={() => rate(1)}>
            Yes
          </button>
          <button type="button" className="quiet" onClick={() => rate(0)}>
            No
          </button>
        </span>
      ) : (
        <span role="status">{rated === 'sent' ? 'Thank you.' : 'This service keeps no feedback.'}</span>
      )}
    </footer>
  );
}
