import { type Finding, nameOfObject, sameObject } from '@hexaops/core';
import { wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

/** What people are shown of the evidence of a finding, by its ids: lines. */
export type Shows = (evidence: readonly string[]) => readonly string[];

const indent = '   ';

/**
 * Findings in their order, each with what shows it and what would mend it; those that another one explains stand below it,
 * a line each. One whose explanation is not among them says what it follows from.
 */
export function findingLines(findings: readonly Finding[], shows: Shows, screen: Screen): readonly string[] {
  const roots = findings.filter((finding) => rootOf(finding, findings) === finding);
  return roots.flatMap((root, index) => [
    ...(index === 0 ? [] : ['']),
    ...rootLines(root, index + 1, shows, screen),
    ...findings
      .filter((finding) => finding !== root && rootOf(finding, findings) === root)
      .flatMap((symptom) => symptomLines(symptom, screen)),
  ]);
}

/** The last finding on the way of explanations; the finding itself where the way leads nowhere, or around. */
function rootOf(finding: Finding, findings: readonly Finding[]): Finding {
  const seen = new Set([finding]);
  let root = finding;
  for (;;) {
    const { symptomOf } = root;
    const next = symptomOf && findings.find(({ object }) => sameObject(object, symptomOf));
    if (next === undefined) return root;
    if (seen.has(next)) return finding;
    seen.add(next);
    root = next;
  }
}

function rootLines(
  { cause, object, severity, confidence, summary, remedy, symptomOf, evidence }: Finding,
  number: number,
  shows: Shows,
  { columns, colours }: Screen,
): readonly string[] {
  const paint = { critical: colours.red, warning: colours.yellow, info: colours.cyan }[severity];
  const head = [
    colours.bold(printable(cause)),
    printable(nameOfObject(object)),
    `${paint(severity)}, ${Math.round(confidence * 100)} % sure`,
  ].join('  ');
  const below = (text: string) => wrapped(text, columns, { first: indent });
  return [
    ...wrapped(head, columns, { first: `${number}. `, rest: indent }),
    ...below(printable(summary)),
    ...(symptomOf === undefined ? [] : below(`follows from ${printable(nameOfObject(symptomOf))}`)),
    ...shows(evidence.map(String))
      .flatMap((text) => wrapped(printable(text), columns, { first: `${indent}- `, rest: `${indent}  ` }))
      .map(colours.dim),
    ...(remedy === undefined ? [] : below(`${colours.green('mend')}: ${printable(remedy.description)}`)),
  ];
}

function symptomLines({ cause, object, summary }: Finding, { columns, colours }: Screen): readonly string[] {
  const words = printable(`${nameOfObject(object)}: ${summary} (${cause})`);
  return wrapped(`${colours.yellow('symptom')}: ${words}`, columns, { first: indent, rest: `${indent}  ` });
}

/** Findings that were told before it was known what explains them: a line each. */
export function explainedLines(findings: readonly Finding[], { columns, colours }: Screen): readonly string[] {
  return findings.flatMap(({ cause, object, symptomOf }) => {
    if (symptomOf === undefined) return [];
    const words = printable(`${cause} of ${nameOfObject(object)} follows from ${nameOfObject(symptomOf)}`);
    return wrapped(`${colours.yellow('symptom')}: ${words}`, columns, { rest: '  ' });
  });
}
