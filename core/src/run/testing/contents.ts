import fc from 'fast-check';
import type { EvidenceContent } from '../evidence.ts';

const word = fc.string({ unit: 'grapheme', maxLength: 40 });
const cell = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const point = fc.tuple(fc.integer(), fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)));

/** Evidence of every kind, of any length, in any script. */
export function anyContent(): fc.Arbitrary<EvidenceContent> {
  const text = fc.array(word, { maxLength: 60 }).map((lines) => ({ kind: 'text' as const, text: lines.join('\n') }));
  const table = fc.integer({ min: 0, max: 6 }).chain((width) =>
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.array(word, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 40 }),
    }),
  );
  const object = fc.record({ kind: fc.constant('object' as const), object: plainTree });
  const series = fc.record({
    kind: fc.constant('series' as const),
    series: fc.array(fc.record({ name: word, points: fc.array(point, { maxLength: 40 }) }), { maxLength: 8 }),
  });
  return fc.oneof(text, table, object, series);
}

const plainTree = fc.jsonValue({ maxDepth: 5 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

/** What is kept is a part of the whole: a beginning or an end of a text, whole rows, series, members and items. */
export function isKeptPart(kept: EvidenceContent, whole: EvidenceContent, keep: 'first' | 'last'): boolean {
  if (kept.kind === 'text' && kept.text === '') return true;
  if (kept.kind === 'text' && whole.kind === 'text')
    return keep === 'first' ? whole.text.startsWith(kept.text) : whole.text.endsWith(kept.text);
  if (kept.kind === 'table' && whole.kind === 'table') {
    const width = kept.columns.length;
    return (
      isBeginning(kept.columns, whole.columns) &&
      isBeginning(
        kept.rows,
        whole.rows.map((row) => row.slice(0, width)),
      )
    );
  }
  if (kept.kind === 'object' && whole.kind === 'object') return isPruned(kept.object, whole.object);
  if (kept.kind === 'series' && whole.kind === 'series') {
    const [first] = kept.series;
    const isEnd =
      kept.series.length === 1 && first !== undefined && isEndOf(first.points, whole.series[0]?.points ?? []);
    return isBeginning(kept.series, whole.series) || isEnd;
  }
  return false;
}

function isBeginning(part: readonly unknown[], whole: readonly unknown[]): boolean {
  return JSON.stringify(part) === JSON.stringify(whole.slice(0, part.length));
}

function isEndOf(part: readonly unknown[], whole: readonly unknown[]): boolean {
  return part.length === 0 || JSON.stringify(part) === JSON.stringify(whole.slice(-part.length));
}

function isPruned(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) return part.every((item, index) => isPruned(item, whole[index]));
  if (typeof part === 'object' && part !== null && typeof whole === 'object' && whole !== null)
    return Object.entries(part).every(
      ([name, value]) =>
        Object.hasOwn(whole, name) && isPruned(value, Object.entries(whole).find(([key]) => key === name)?.[1]),
    );
  return Object.is(part, whole);
}
