import type { EvidenceContent as Content } from '@hexaops/core';
import { lazy, Suspense } from 'react';
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
        <Suspense fallback={<p className="muted">Drawing…</p>}>
          <Chart content={content} title={title} />
        </Suspense>
      );
    default:
      return <pre tabIndex={0}>{JSON.stringify(content.object, undefined, 2)}</pre>;
  }
}
