import { rankFindings } from '../../diagnosis/rank.ts';
import type { Evidence } from '../../run/evidence.ts';
import { type Finding, nameOfObject, type Relation } from '../../run/finding.ts';
import { inert } from './inert.ts';
import { cite, join, sentence, type Wording } from './wording.ts';

/** Findings below this are kept as events and not put into words. */
const minimumConfidence = 0.3;
const maximumFindings = 5;

/**
 * The likeliest root cause of all that were found first, whichever worker has found it: each has ranked its own alone, and
 * the relations of all tell what of one is a symptom of what another has found. What a worker has told to be a symptom stays one.
 */
export function likeliestFirst<F extends Finding>(
  findings: readonly F[],
  relations: readonly Relation[],
): readonly F[] {
  return rankFindings(findings, relations);
}

export function worthTelling(findings: readonly Finding[], relations: readonly Relation[]): readonly Finding[] {
  return likeliestFirst(findings, relations).filter(({ confidence }) => confidence >= minimumConfidence);
}

interface Found {
  readonly findings: readonly Finding[];
  readonly relations: readonly Relation[];
  readonly evidence: readonly Evidence[];
}

/** The root first, what would mend it, what else was seen, and what follows from which. */
export function wordFindings({ findings, relations, evidence }: Found): Wording {
  const told = worthTelling(findings, relations);
  const roots = told.filter(({ symptomOf }) => symptomOf === undefined);
  const [first, ...others] = roots.length > 0 ? roots : told;
  if (first === undefined)
    return findings.length === 0 ? nothingWrong(evidence) : uncertain(likeliestFirst(findings, relations));
  const symptoms = roots.length > 0 ? told.filter(({ symptomOf }) => symptomOf !== undefined) : [];
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
  lines.push(...whatFollows(symptoms, first, others.length === 0));
  return { text: lines.map(({ text }) => text).join('\n'), citations: lines.flatMap(({ citations }) => citations) };
}

function whatFollows(symptoms: readonly Finding[], first: Finding, isAlone: boolean): readonly Wording[] {
  const byCause = Map.groupBy(symptoms, ({ symptomOf = first.object }) => nameOfObject(symptomOf));
  return [...byCause].slice(0, maximumFindings).map(([cause, following]) => {
    const names = [...new Set(following.map(({ object }) => inert(nameOfObject(object))))];
    const of = isAlone && cause === nameOfObject(first.object) ? 'it' : inert(cause);
    return {
      text: `What follows from ${of}: trouble of ${names.slice(0, maximumFindings).join(', ')}.`,
      citations: [],
    };
  });
}

function nothingWrong(evidence: readonly Evidence[]): Wording {
  return cite(
    'I found nothing wrong in what I could read.',
    evidence.map(({ id }) => id),
  );
}

/** What was seen is said, but no cause is named for it: neither an all-clear nor a verdict. */
function uncertain(ranked: readonly Finding[]): Wording {
  return join([
    { text: 'I am not certain of any cause. What I saw:', citations: [] },
    ...ranked
      .slice(0, maximumFindings)
      .map((finding) => cite(`- ${inert(sentence(finding.summary))} (${percent(finding)} sure)`, finding.evidence)),
  ]);
}

function percent({ confidence }: Finding): string {
  return `${Math.round(confidence * 100)} %`;
}
