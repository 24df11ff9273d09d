import { fitting, fittingText, jsonBytes } from './bytes.ts';
import { bytesOf } from './content-bytes.ts';
import type { EvidenceContent } from './evidence.ts';
import { prune } from './prune.ts';

export interface CutContent {
  readonly content: EvidenceContent;
  /** What is not there any more: `12 of 50 lines left out`. Undefined where all of it is. */
  readonly left?: string;
}

type Of<Kind extends EvidenceContent['kind']> = Extract<EvidenceContent, { readonly kind: Kind }>;

/** What the smallest content takes: a cap below it is taken for it. */
export const leastContent = jsonBytes({ kind: 'text', text: '' });

/**
 * Content within `byteCap` bytes of JSON: whole lines, rows, members and points, never a part of one; of a single line that
 * is too long its beginning. `keep` says which end of a text matters. All of it where the cap is `Infinity`.
 */
export function cutContent(content: EvidenceContent, byteCap: number, keep: 'first' | 'last' = 'first'): CutContent {
  if (byteCap === Infinity || bytesOf(content) <= byteCap) return { content };
  switch (content.kind) {
    case 'text':
      return cutLines(content, byteCap, keep);
    case 'table':
      return cutRows(content, byteCap);
    case 'object':
      return cutMembers(content, byteCap);
    case 'series':
      return cutSeries(content, byteCap);
  }
}

function cutLines({ text }: Of<'text'>, byteCap: number, keep: 'first' | 'last'): CutContent {
  const bytes = byteCap - leastContent;
  const lines = text.split('\n');
  const ordered = keep === 'first' ? lines : lines.toReversed();
  const kept = fitting(ordered, bytes);
  const whole = keep === 'first' ? kept : kept.toReversed();
  const count = lines.length - kept.length;
  if (kept.some((line) => line !== '')) {
    const which = keep === 'first' ? '' : 'the first ';
    return {
      content: { kind: 'text', text: whole.join('\n') },
      left: `${which}${count} of ${lines.length} lines left out`,
    };
  }
  const end = fittingText(text, bytes, keep);
  const part = keep === 'first' ? 'beginning' : 'end';
  return { content: { kind: 'text', text: end }, left: `all but the ${part} of ${lines.length} lines left out` };
}

function cutRows(content: Of<'table'>, byteCap: number): CutContent {
  const bytes = byteCap - jsonBytes({ ...content, columns: [], rows: [] });
  if (bytes < 0) return { content: { kind: 'text', text: '' }, left: 'the whole table left out' };
  const headed = jsonBytes(content.columns) - 2 <= bytes;
  const columns = headed ? content.columns : fitting(content.columns, Math.floor(bytes / 2));
  const rows = headed ? content.rows : content.rows.map((row) => row.slice(0, columns.length));
  const kept = fitting(rows, bytes - Math.max(0, jsonBytes(columns) - 2));
  const missing = content.columns.length - columns.length;
  return {
    content: { ...content, columns, rows: kept },
    left: [
      ...(missing === 0 ? [] : [`${missing} of ${content.columns.length} columns left out`]),
      ...(kept.length === rows.length ? [] : [`${rows.length - kept.length} of ${rows.length} rows left out`]),
    ].join(', '),
  };
}

function cutMembers({ object }: Of<'object'>, byteCap: number): CutContent {
  const bytes = byteCap - jsonBytes({ kind: 'object', object: 0 }) + 1;
  const { value, left } = prune(object, bytes);
  if (value === undefined) return { content: { kind: 'text', text: '' }, left: 'the whole object left out' };
  return { content: { kind: 'object', object: value }, left };
}

function cutSeries(content: Of<'series'>, byteCap: number): CutContent {
  const bytes = byteCap - jsonBytes({ ...content, series: [] });
  if (bytes < 0) return { content: { kind: 'text', text: '' }, left: 'all series left out' };
  const count = content.series.length;
  const kept = fitting(content.series, bytes);
  if (kept.length > 0)
    return { content: { ...content, series: kept }, left: `${count - kept.length} of ${count} series left out` };
  const [first] = content.series;
  const room = first === undefined ? 0 : bytes - jsonBytes({ ...first, points: [] });
  if (first === undefined || room <= 0)
    return { content: { ...content, series: [] }, left: `all ${count} series left out` };
  const points = fitting(first.points.toReversed(), room).toReversed();
  const others = count > 1 ? `, and ${count - 1} more series` : '';
  return {
    content: { ...content, series: [{ ...first, points }] },
    left: `the first ${first.points.length - points.length} of ${first.points.length} points left out${others}`,
  };
}
