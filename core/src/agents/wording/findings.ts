import { rankFindings } from '../../diagnosis/rank.ts';
import type { Evidence } from '../../run/evidence.ts';
import { type Finding, nameOfObject } from '../../run/finding.ts';
import { inert } from './inert.ts';
import { cite, join, sentence, type Wording } from './wording.ts';

/** Findings below this are kept as events and not put into words. */
const minimumConfidence = 0.3;
const maximumFindings = 5;

/**
 * The likeliest root cause of all that were found first, whichever worker has found it: each has ranked its own alone. What
 * is a symptom of what stays as the workers have told it.
 */
export function likeliestFirst(findings: readonly Finding[]): readonly Finding[] {
  return rankFindings(findings, []);
}

export function worthTelling(findings: readonly Finding[]): readonly Finding[] {
  return likeliestFirst(findings).filter(({ confidence }) => confidence >= minimumConfidence);
}

/** The root first, what would mend it, what else was seen, and what follows from it. */
export function wordFindings(findings: readonly Finding[], evidence: readonly Evidence[]): Wording {
  const told = worthTelling(findings);
  const roots = told.filter(({ symptomOf }) => symptomOf === undefined);
  const symptoms = told.filter(({ symptomOf }) => symptomOf !== undefined);
  const [first, ...others] = roots.length > 0 ? roots : told;
  if (first === undefined) return findings.length === 0 ? nothingWrong(evidence) : uncertain(findings);
  const lines = [
    cite(
      `**${inert(sentence(first.summary))}** Cause: ${inert(first.cause)}, on ${inert(nameOfObject(first.object))}, ${percent(first)} sure.`,
      first.evidence,
    ),
  ];
  if (first.remedy !== undefined)
    lines.push({ text: `What would mend it: ${inert(sentence(first.remedy.description))}`, citations: [] });
  if (others.length > 0) {
    lines.push({ text: 'Also seen:', citations: [] });
    for (const other of others.slice(0, maximumFindings))
      lines.push(
        cite(`- ${inert(sentence(other.summary))} (${inert(other.cause)}, ${percent(other)} sure)`, other.evidence),
      );
  }
  if (symptoms.length > 0) {
    const names = [...new Set(symptoms.map(({ object }) => inert(nameOfObject(object))))];
    lines.push({
      text: `What follows from it: trouble of ${names.slice(0, maximumFindings).join(', ')}.`,
      citations: [],
    });
  }
  return { text: lines.map(({ text }) => text).join('\n'), citations: lines.flatMap(({ citations }) => citations) };
}

function nothingWrong(evidence: readonly Evidence[]): Wording {
  return cite(
    'I found nothing wrong in what I could read.',
    evidence.map(({ id }) => id),
  );
}

/** What was seen is said, but no cause is named for it: neither an all-clear nor a verdict. */
function uncertain(findings: readonly Finding[]): Wording {
  return join([
    { text: 'I am not certain of any cause. What I saw:', citations: [] },
    ...likeliestFirst(findings)
      .slice(0, maximumFindings)
      .map((finding) => cite(`- ${inert(sentence(finding.summary))} (${percent(finding)} sure)`, finding.evidence)),
  ]);
}

function percent({ confidence }: Finding): string {
  return `${Math.round(confidence * 100)} %`;
}
