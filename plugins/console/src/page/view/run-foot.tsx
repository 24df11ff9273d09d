import type { RunState } from '../run/run-state.ts';
import { Feedback, type Rate } from './feedback.tsx';
import { duration } from './words.ts';

/** What it cost, and whether it helped. */
export function RunFoot({ state, onRate }: { readonly state: RunState; readonly onRate: Rate }) {
  const { startedAt, endedAt, tokens, cost, models, status } = state;
  if (status !== 'completed' && status !== 'failed') return null;
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
      <Feedback onRate={onRate} />
    </footer>
  );
}
