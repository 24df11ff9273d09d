import type { Decided } from '../../run/run-state.ts';

const decisions = { approve: 'Approved', reject: 'Rejected', expired: 'Expired' } as const;
const outcomes = {
  applied: { words: 'done', className: 'good' },
  'not-applied': { words: 'not done', className: 'bad' },
  unknown: { words: 'nobody knows whether it was done', className: 'bad' },
} as const;

export interface DecidedLineProps {
  readonly decided: Decided;
  /** Who asked for it, and who therefore makes the change. */
  readonly subject: string | undefined;
}

export function DecidedLine({ decided, subject }: DecidedLineProps) {
  const { approval, decision, by, reason, outcome } = decided;
  const isByOther = decision !== 'expired' && subject !== undefined && by !== subject;
  return (
    <p className={`decided ${decision}`}>
      <strong>
        {decisions[decision]}
        {isByOther ? ` by ${by}` : ''}
      </strong>
      : {approval.bytes.summary ?? approval.summary}
      {reason === undefined ? null : <span className="muted"> “{reason}”</span>}
      {outcome === undefined ? null : (
        <span className={outcomes[outcome.kind].className}>
          {' '}
          {outcomes[outcome.kind].words}: {outcome.message}
        </span>
      )}
    </p>
  );
}
