import type { Evidence } from '@hexaops/core';
import { memo, useEffect, useState } from 'react';
import { count, momentOf } from '../words.ts';
import { EvidenceContent } from './evidence-content.tsx';

export interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  /** Of the ids of the elements, so that they are unique on the page. */
  readonly prefix: string;
  /** The one that somebody wants to see. */
  readonly opened: string | undefined;
}

/** More than this are shown when asked for. */
const few = 30;

export function EvidenceList({ evidence, prefix, opened }: EvidenceListProps) {
  const [all, setAll] = useState(false);
  if (evidence.length === 0) return null;
  const shown = all ? evidence : evidence.filter(({ id }, index) => index < few || id === opened);
  return (
    <section className="evidence" aria-label="Evidence">
      <h3>Evidence</h3>
      <div className="pieces">
        {shown.map((each) => (
          <Piece key={each.id} evidence={each} prefix={prefix} wanted={opened === each.id} />
        ))}
      </div>
      {shown.length < evidence.length ? (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          Show all {evidence.length.toLocaleString('en')} pieces
        </button>
      ) : null}
    </section>
  );
}

/** Its content is put on the page only once somebody looks at it. */
const Piece = memo(function Piece({
  evidence,
  prefix,
  wanted,
}: {
  readonly evidence: Evidence;
  readonly prefix: string;
  readonly wanted: boolean;
}) {
  const { id, title, source, query, timeRange, truncated, omitted, readAt, content } = evidence;
  const [open, setOpen] = useState(wanted);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [wanted]);
  return (
    <details
      id={`${prefix}${id}`}
      className={wanted ? 'piece wanted' : 'piece'}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="id">{id}</span> <span className="title">{title}</span>{' '}
        <span className="muted">
          {source}
          {sizeOf(content)}
        </span>
      </summary>
      {open ? (
        <div className="content">
          <dl className="query">
            <dt>Query</dt>
            <dd>
              <code>{query}</code>
            </dd>
            <dt>Read</dt>
            <dd>
              {momentOf(readAt)}
              {timeRange === undefined ? '' : `, of ${momentOf(timeRange.from)} to ${momentOf(timeRange.to)}`}
            </dd>
          </dl>
          <EvidenceContent content={content} title={title} />
          {truncated ? <p className="muted">Not all of it: {omitted ?? 'the rest was left out'}</p> : null}
        </div>
      ) : null}
    </details>
  );
});

function sizeOf(content: Evidence['content']): string {
  switch (content.kind) {
    case 'table':
      return ` · ${count(content.rows.length, 'row', 'rows')}`;
    case 'series':
      return ` · ${count(content.series.length, 'line', 'lines')}`;
    case 'text':
      return ` · ${count(content.text.split('\n').length, 'line', 'lines')}`;
    default:
      return '';
  }
}
