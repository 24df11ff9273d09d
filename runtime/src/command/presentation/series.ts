import { type EvidenceContent, measured, outlineOf, sparkline } from '@hexaops/core';
import { padded, widthOf, wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

/** Series that are shown of one piece of evidence; programs get all. */
const mostSeries = 8;
const widestName = 60;
const widestSparkline = 32;
const narrowestSparkline = 8;

/** Series as lines: the name, its course, the least, the most and the last. On a narrow screen a name has its own line. */
export function seriesLines(
  { series, unit }: Extract<EvidenceContent, { kind: 'series' }>,
  { columns, colours }: Screen,
  indent: string,
): readonly string[] {
  const shown = series.slice(0, mostSeries).map(({ name, points }) => {
    const outline = outlineOf(points);
    const figures =
      outline === undefined
        ? 'no values'
        : `${measured(outline.least, unit)} to ${measured(outline.most, unit)}, last ${measured(outline.last, unit)}`;
    return { name: printable(name), points, figures: printable(figures) };
  });
  const nameWidth = Math.min(widestName, Math.max(0, ...shown.map(({ name }) => widthOf(name))));
  const taken = widthOf(indent) + Math.max(0, ...shown.map(({ figures }) => widthOf(figures))) + 4;
  const left = columns === undefined ? Infinity : columns - taken;
  const isNarrow = left < nameWidth + narrowestSparkline;
  const width = Math.min(widestSparkline, Math.max(narrowestSparkline, left - (isNarrow ? 2 : nameWidth)));
  const lines = shown.flatMap(({ name, points, figures }) => {
    const course = [sparkline(points, width), figures].filter((part) => part !== '').join('  ');
    return isNarrow
      ? [
          ...wrapped(name, columns, { first: indent, rest: `${indent}  ` }),
          ...wrapped(course, columns, { first: `${indent}  ` }),
        ]
      : [`${indent}${padded(name, nameWidth)}  ${course}`];
  });
  const more = series.length - shown.length;
  return [...lines.map(colours.dim), ...(more > 0 ? [colours.dim(`${indent}and ${more} more`)] : [])];
}
