import type { Decided } from '../../run/run-state.ts';

const decisions = { approve: 'Approved', reject: 'Rejected', expired: 'Expired' } as const;
const outcomes = {
  applied: { words: 'done', className: 'good' },
  'not-applied': { words: 'not done', className: 'bad' },
  unknown: { words: 'nobody knows whether it was done', className: 'bad' },
} as const;

export function DecidedLine({ decided }: { readonly decided: Decided }) {
  const { approval, decision, outcome } = decided;
  return (
    <p className={`decided ${decision}`}>
      <strong>{decisions[decision]}</strong>: {approval.bytes.summary ?? approval.summary}
      {outcome === undefined ? null : (
        <span className={outcomes[outcome.kind].className}>
          {' '}
          {outcomes[outcome.kind].words}: {outcome.message}
        </span>
      )}
    </p>
  );
}
