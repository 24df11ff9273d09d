import type { KeptMoment } from '@hexaops/core';
import { clockOf } from './words.ts';

/** What was seen to happen, by any worker, in the order of time. */
export function Timeline({
  moments,
  onCite,
}: {
  readonly moments: readonly KeptMoment[];
  readonly onCite: (evidence: string) => void;
}) {
  if (moments.length === 0) return null;
  const inOrder = [...moments].sort((left, right) => left.at - right.at);
  return (
    <details className="timeline">
      <summary>
        <span className="label">Time line</span> {inOrder.length === 1 ? '1 moment' : `${inOrder.length} moments`}
      </summary>
      <ol>
        {inOrder.map(({ at, kind, what, object, evidence }, index) => (
          <li key={index} className={kind}>
            <time dateTime={new Date(at).toISOString()}>
              {new Date(at).toLocaleDateString([], { day: 'numeric', month: 'short' })} {clockOf(at)}
            </time>
            <span>
              <span className="tag">{kind}</span>{' '}
              {object === undefined ? null : <strong>{[object.kind, object.name].join(' ')}: </strong>}
              {what}{' '}
              {evidence.map((id) => (
                <button key={id} type="button" className="cite" onClick={() => onCite(id)}>
                  {id}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
