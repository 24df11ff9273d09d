import type { Approval, Change, Provenance } from '@hexaops/core';
import { useEffect, useRef, useState } from 'react';
import type { ToldFailure } from '../../protocol/failure.ts';
import { Failure } from '../failure.tsx';
import { useRemaining } from '../use-remaining.ts';
import { count, duration, valueOf } from '../words.ts';
import { differing } from './differing.ts';

export type Decide = (decision: 'approve' | 'reject', reason?: string) => void;

export interface ApprovalCardProps {
  readonly approval: Approval;
  /** Who asked for it, where that is not the person who looks at it. */
  readonly requestedBy?: string;
  readonly busy: boolean;
  /** What became of the last decision where it was not taken. */
  readonly failure: ToldFailure | undefined;
  readonly onDecide: Decide;
  /** Absent where somebody else has asked. */
  readonly onAskAgain?: () => void;
}

/** What would be changed, all of it from the bytes that are approved, and where each argument comes from. */
export function ApprovalCard({ approval, requestedBy, busy, failure, onDecide, onAskAgain }: ApprovalCardProps) {
  const { bytes, provenance, reasons, roles, fourEyes, rendering = [], hash } = approval;
  const remaining = useRemaining(bytes.expiresAt);
  const isOver = remaining <= 0;
  const isForOthers = fourEyes && requestedBy === undefined;
  const [reason, setReason] = useState('');
  const untaken = useRef<HTMLDivElement>(null);
  // Whoever has decided was led away from the card.
  useEffect(() => {
    if (failure !== undefined) untaken.current?.focus();
  }, [failure]);
  const decide = (decision: 'approve' | 'reject') =>
    onDecide(decision, reason.trim() === '' ? undefined : reason.trim());
  return (
    <section className="card approval" aria-labelledby={`approval-${approval.id}`}>
      <h3 id={`approval-${approval.id}`}>
        <span className="tag">change</span> {bytes.summary ?? approval.summary}
      </h3>
      <p className="muted">
        {requestedBy === undefined ? '' : `${requestedBy} asks for it. `}
        {isOver ? '' : 'Nothing is changed until this is approved.'}
        {reasons.map((reason) => ` ${sentence(reason)}`)}
        {roles.length === 0 ? '' : ` Needs the role ${roles.join(' and ')}.`}
      </p>
      <Diff changes={bytes.changes ?? approval.changes} />
      <h4>Arguments</h4>
      <Arguments values={bytes.arguments} provenance={provenance} requestedBy={requestedBy} />
      <p className="muted">
        {bytes.dryRun == null
          ? 'This kind of change cannot be tried without making it.'
          : `Tried without doing it, the control plane says: ${bytes.dryRun}`}
      </p>
      <details className="bytes">
        <summary>
          The exact bytes, <code>sha256 {hash.slice(0, 12)}…</code>
        </summary>
        <pre tabIndex={0}>{rendering.length > 0 ? rendering.join('\n') : JSON.stringify(bytes, undefined, 2)}</pre>
      </details>
      {isForOthers ? (
        <p className="others">
          <strong>Somebody else must approve this.</strong> It stands among what waits for them. Once they have decided,
          it goes on here.
        </p>
      ) : null}
      {isOver ? null : (
        <label className="reason">
          Reason <span className="muted">(optional, kept with the decision)</span>
          <input value={reason} maxLength={longestReason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      <div ref={untaken} tabIndex={-1}>
        <Failure failure={failure} />
        <div className="row">
          {isForOthers || isOver ? null : (
            <button type="button" className="main" disabled={busy} onClick={() => decide('approve')}>
              Approve
            </button>
          )}
          {isOver ? null : (
            <button type="button" disabled={busy} onClick={() => decide('reject')}>
              {isForOthers ? 'Take it back' : 'Reject'}
            </button>
          )}
          <span className="muted remaining">
            {isOver ? 'This approval has expired: nothing was changed.' : `Open for ${duration(remaining)}`}
          </span>
          {isOver && onAskAgain !== undefined ? (
            <button type="button" className="main" onClick={onAskAgain}>
              Ask again
            </button>
          ) : null}
        </div>
      </div>
    </section>
  );
}

/** As the service takes it. */
const longestReason = 2_000;

interface ArgumentsProps {
  readonly values: Readonly<Record<string, unknown>>;
  readonly provenance: Approval['provenance'];
  readonly requestedBy: string | undefined;
}

/** Each argument, and below those of one origin where they come from. */
function Arguments({ values, provenance, requestedBy }: ArgumentsProps) {
  const originOf = (name: string) => (Object.hasOwn(provenance, name) ? provenance[name] : undefined);
  const groups = Map.groupBy(Object.keys(values), (name) => JSON.stringify(originOf(name)));
  return [...groups.values()].map((names) => (
    <div key={names[0]} className="provenance">
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <code>{valueOf(values[name])}</code>
            </dd>
          </div>
        ))}
      </dl>
      <Origin provenance={originOf(names[0] ?? '')} requestedBy={requestedBy} />
    </div>
  ));
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/[.\s]+$/, '')}.`;
}

function Diff({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p>No field changes.</p>;
  const differ = differing(changes).length;
  return (
    <>
      <h4>
        {differ === 0 ? 'Nothing would change: it is so already' : count(differ, 'field changes', 'fields change')}
      </h4>
      <div className="scroll" tabIndex={0} role="region" aria-label="What would change">
        <table className="diff">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Now</th>
              <th scope="col">Then</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path}>
                <th scope="row">
                  <code>{change.path}</code>
                </th>
                <td>
                  <del>{valueOf(change.before)}</del>
                </td>
                <td>
                  <ins>{valueOf(change.after)}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const trust = { caller: 'you asked for it', trusted: 'set by the service', untrusted: 'not trusted' } as const;

interface OriginProps {
  readonly provenance: Provenance | undefined;
  readonly requestedBy: string | undefined;
}

/** Origins are told to the one who asked: to anybody else their "you" is a name. */
function Origin({ provenance, requestedBy }: OriginProps) {
  const taint = provenance?.taint ?? 'untrusted';
  const origin = provenance?.origin ?? 'nobody says where it comes from';
  const isOfOther = requestedBy !== undefined && taint === 'caller';
  return (
    <span className={`origin ${taint}`}>
      {isOfOther ? `${requestedBy} asked for it` : trust[taint]}:{' '}
      {isOfOther ? origin.replace(/^you\b/, requestedBy) : origin}
    </span>
  );
}
