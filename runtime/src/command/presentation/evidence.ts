import type { Evidence } from '@hexaops/core';
import { counted } from './counted.ts';
import { wrapped } from './fit.ts';
import { printable, printableJson, printableLines } from './printable.ts';
import type { Screen } from './screen.ts';
import { seriesLines } from './series.ts';
import { tableLines } from './table.ts';

/** Of one piece of evidence; programs get all. */
const mostRows = 20;
const mostLines = 40;

/** What was read, in one line; with the course of its series, which no answer says better. */
export function evidenceLines(evidence: Evidence, screen: Screen): readonly string[] {
  const { content } = evidence;
  return [
    ...titleLines(evidence, screen),
    ...(content.kind === 'series' ? seriesLines(content, screen, '      ') : []),
  ];
}

/** The same with the exact query and what came back. */
export function wholeEvidenceLines(evidence: Evidence, screen: Screen): readonly string[] {
  const { query, omitted, content } = evidence;
  const { columns, colours } = screen;
  const notes = [query, ...(omitted === undefined ? [] : [omitted])];
  return [
    ...titleLines(evidence, screen),
    ...notes
      .flatMap((note) => printableLines(note).split('\n'))
      .flatMap((line) => wrapped(line, columns, { first: '      ', rest: '        ' }))
      .map(colours.dim),
    ...(content.kind === 'series' ? seriesLines(content, screen, '      ') : contentLines(content, screen, '      ')),
  ];
}

function titleLines(evidence: Evidence, { columns, colours }: Screen): readonly string[] {
  const words = printable(`[${evidence.id}] ${evidence.title}${sizeOf(evidence)}`);
  return wrapped(words, columns, { first: '    ', rest: '      ' }).map(colours.dim);
}

type Plain = Exclude<Evidence['content'], { kind: 'series' }>;

function contentLines(content: Plain, screen: Screen, indent: string): readonly string[] {
  if (content.kind === 'table') return tableLines(content.columns, content.rows, screen, { indent, most: mostRows });
  const text = content.kind === 'text' ? printableLines(content.text) : printableJson(content.object, 2);
  // Counted as the screen has them: one line of what was read may fill thousands of it.
  const lines = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(line, screen.columns, { first: indent, rest: `${indent}  ` }));
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`${indent}and ${counted(more, 'more line')}`] : [])];
}

function sizeOf({ content, truncated }: Evidence): string {
  return `${content.kind === 'table' ? `, ${counted(content.rows.length, 'row')}` : ''}${
    content.kind === 'series' ? `, ${content.series.length} series` : ''
  }${truncated ? ', shortened' : ''}`;
}
