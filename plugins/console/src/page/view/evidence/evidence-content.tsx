import type { EvidenceContent as Content } from '@hexaops/core';
import { lazy, Suspense } from 'react';
import { Fallible } from '../fallible.tsx';
import { momentOf } from '../words.ts';
import { aligned } from './aligned.ts';
import { LogLines } from './log-lines.tsx';
import { Rows } from './rows.tsx';

/** Charts are fetched when there is something to draw. */
const Chart = lazy(() => import('./chart.tsx'));

export function EvidenceContent({ content, title }: { readonly content: Content; readonly title: string }) {
  switch (content.kind) {
    case 'table':
      return <Rows columns={content.columns} rows={content.rows} title={title} />;
    case 'text':
      return <LogLines text={content.text} />;
    case 'series':
      return (
        <Fallible otherwise={<Values content={content} title={title} />}>
          <Suspense fallback={<p className="muted">Drawing…</p>}>
            <Chart content={content} title={title} />
          </Suspense>
        </Fallible>
      );
    default:
      return <pre tabIndex={0}>{JSON.stringify(content.object, undefined, 2)}</pre>;
  }
}

type Series = Extract<Content, { readonly kind: 'series' }>;

/** What the chart would have drawn. */
function Values({ content: { series }, title }: { readonly content: Series; readonly title: string }) {
  const [times = [], ...lines] = aligned(series.map(({ points }) => points));
  const rows = times.map((time, index) => [
    momentOf((time ?? 0) * 1_000),
    ...lines.map((values) => values[index] ?? null),
  ]);
  return (
    <>
      <p className="muted">The chart could not be loaded. These are its values.</p>
      <Rows columns={['time', ...series.map(({ name }) => name)]} rows={rows} title={title} />
    </>
  );
}
