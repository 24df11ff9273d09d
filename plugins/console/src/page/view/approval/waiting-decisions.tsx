import { useEffect, useRef } from 'react';
import type { Decisions, WaitingDecision } from '../../decisions/decisions.ts';
import { ApprovalCard, type Decide } from './approval-card.tsx';
import { DecidedLine } from './decided-line.tsx';

export interface WaitingDecisionsProps {
  readonly waiting: readonly WaitingDecision[];
  readonly decisions: Decisions;
  readonly onOpenRun: (run: string) => void;
  readonly onClose: () => void;
}

/** Changes that wait for the person, also those that others have asked for: of these no more than the change itself is shown. */
export function WaitingDecisions({ waiting, decisions, onOpenRun, onClose }: WaitingDecisionsProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
    return () => decisions.tidy();
  }, [decisions]);
  return (
    <section className="decisions" aria-labelledby="decisions-title">
      <h2 id="decisions-title" ref={title} tabIndex={-1}>
        Waiting for your decision
      </h2>
      {waiting.length === 0 ? <p className="muted">Nothing waits for you.</p> : null}
      {waiting.map((each) => (
        <Waiting
          key={each.approval.id}
          waiting={each}
          onDecide={(decision, reason) => void decisions.decide(each.approval.id, decision, reason)}
          onOpenRun={onOpenRun}
        />
      ))}
      <button type="button" onClick={onClose}>
        Back to the conversation
      </button>
    </section>
  );
}

interface WaitingProps {
  readonly waiting: WaitingDecision;
  readonly onDecide: Decide;
  readonly onOpenRun: (run: string) => void;
}

function Waiting({ waiting, onDecide, onOpenRun }: WaitingProps) {
  const { run, approval, requestedBy, isOwn, isGone = false, busy, state, failure } = waiting;
  const decided = state.decided.at(-1);
  if (isOwn) {
    return (
      <section className="card approval" aria-label="A change of yours">
        <h3>
          <span className="tag">change</span> {approval.bytes.summary ?? approval.summary}
        </h3>
        <p className="muted">You asked for it in another conversation.</p>
        <button type="button" onClick={() => onOpenRun(run)}>
          Open it
        </button>
      </section>
    );
  }
  if (isGone) {
    return (
      <p className="decided" role="status">
        <strong>Waits no more</strong>: {approval.bytes.summary ?? approval.summary}{' '}
        <span className="muted">It has been decided, or has expired. {requestedBy} sees what became of it.</span>
      </p>
    );
  }
  return (
    <>
      {decided === undefined ? (
        <ApprovalCard approval={approval} requestedBy={requestedBy} busy={busy} failure={failure} onDecide={onDecide} />
      ) : (
        <div role="status">
          <DecidedLine decided={decided} subject={undefined} />
          {decided.decision === 'approve' && decided.outcome === undefined ? (
            <p className="muted">It is made, in the name of {requestedBy}, as soon as they go on.</p>
          ) : null}
        </div>
      )}
    </>
  );
}
