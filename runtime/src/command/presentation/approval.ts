import { type Approval, type Evidence, renderApproval, visible } from '@hexaops/core';
import { wholeEvidenceLines } from './evidence.ts';
import { wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

/**
 * What is approved, byte by byte, as every screen shows it: nothing is sent that does not stand here. A line that does not
 * fit goes on behind a bar, so that no part of it can pass for another line.
 */
export function approvalLines(
  { id, bytes, provenance, reasons, summary, roles, fourEyes }: Approval,
  { columns, colours }: Screen,
): readonly string[] {
  const paint = (line: string) => {
    if (line.startsWith('  - ')) return colours.red;
    if (line.startsWith('  + ')) return colours.green;
    return line.startsWith('  NOT TRUSTED') ? colours.yellow : (text: string) => text;
  };
  const notes = [
    ...reasons.map((reason) => `because: ${reason}`),
    ...(fourEyes ? [`somebody other than ${bytes.subject} must decide`] : []),
    ...(roles.length === 0 ? [] : [`who decides must be ${roles.join(' and ')}`]),
  ];
  return [
    ...wrapped(`Needs approval: ${visible(bytes.summary ?? summary)}`, columns, {
      first: '',
      rest: '  | ',
      exact: true,
    }).map(colours.bold),
    ...renderApproval(bytes, provenance).flatMap((line) =>
      wrapped(line.trimStart(), columns, {
        first: `  ${line.slice(0, line.length - line.trimStart().length)}`,
        rest: '    | ',
        exact: true,
      }).map(paint(line)),
    ),
    ...[...notes.map(printable), `decide it as ${visible(id)}`].flatMap((note) =>
      wrapped(note, columns, { first: '  ', rest: '    | ' }).map(colours.dim),
    ),
  ];
}

/** What led to it: why it needs a person, where each argument comes from, and what was read of that. */
export function whyLines(
  { reasons, provenance }: Approval,
  evidence: ReadonlyMap<string, Evidence>,
  screen: Screen,
): readonly string[] {
  const { columns } = screen;
  const origins = Object.entries(provenance).map(([name, { origin }]) => `${name}: ${origin}`);
  const cited = new Set(origins.flatMap((origin) => origin.match(/\be\d+\b/g) ?? []));
  return [
    ...[...reasons, ...origins].flatMap((line) => wrapped(printable(line), columns, { first: '  - ', rest: '    ' })),
    ...[...evidence.values()].filter(({ id }) => cited.has(id)).flatMap((item) => wholeEvidenceLines(item, screen)),
  ];
}
