import { type EvidenceContent, measured, outlineOf, sparkline } from '@hexaops/core';

/** Series that are shown of one piece of evidence; programs get all. */
const mostSeries = 8;
const widestName = 60;
const sparklineWidth = 32;

/** Series as lines for a terminal: the name, its course, the least, the most and the last. Nothing for other content. */
export function seriesLines(content: EvidenceContent): readonly string[] {
  if (content.kind !== 'series') return [];
  const { series, unit } = content;
  const shown = series.slice(0, mostSeries);
  const names = shown.map(({ name }) => (name.length <= widestName ? name : `${name.slice(0, widestName - 1)}…`));
  const width = names.reduce((longest, name) => Math.max(longest, name.length), 0);
  const lines = shown.map(({ points }, index) => {
    const outline = outlineOf(points);
    const course =
      outline === undefined
        ? 'no values'
        : `${sparkline(points, sparklineWidth)}  ${measured(outline.least, unit)} to ${measured(outline.most, unit)}, last ${measured(outline.last, unit)}`;
    return `    ${(names[index] ?? '').padEnd(width)}  ${course}`;
  });
  return [...lines, ...(series.length > mostSeries ? [`    and ${series.length - mostSeries} more`] : [])];
}
