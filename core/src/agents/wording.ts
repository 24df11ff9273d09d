import type { Evidence } from '../run/evidence.ts';
import { type Finding, nameOfObject } from '../run/finding.ts';
import type { RunState, StepState } from '../run/state.ts';

/** Findings below this are kept as events and not put into words. */
const minimumConfidence = 0.3;
const maximumFindings = 5;
const maximumRows = 12;
const maximumLines = 20;

/** Sentences of one part of an answer, with the ids of the evidence that they cite. */
export interface Wording {
  readonly text: string;
  readonly citations: readonly string[];
}

/** What the reads of a run came to, in words made by templates. Cites evidence for each statement. */
export function wordReads(state: RunState): Wording {
  const parts: Wording[] = [];
  const diagnosed = [...state.steps.values()].filter(
    ({ step, status }) => status === 'succeeded' && isDiagnosis(step.tool),
  );
  if (diagnosed.length > 0 || state.findings.length > 0) parts.push(wordFindings(state.findings, state.evidence));
  for (const step of state.steps.values()) {
    if (step.step.effect === 'write') continue;
    if (step.status === 'succeeded' && !isDiagnosis(step.step.tool))
      parts.push(wordEvidence(state.evidence.filter((item) => item.step === step.step.id)));
    if (step.status === 'failed' || step.status === 'denied' || step.status === 'skipped')
      parts.push({ text: wordFailure(step), citations: [] });
  }
  if (state.unavailable.length > 0) {
    const sources = [...new Set(state.unavailable.map(({ source, reason }) => `${source} (${reason})`))];
    parts.push({
      text: `Could not be read: ${sources.slice(0, 8).join('; ')}${sources.length > 8 ? `; and ${sources.length - 8} more` : ''}.`,
      citations: [],
    });
  }
  return join(parts);
}

/** What became of the changes of a run. */
export function wordWrites(state: RunState): Wording {
  const parts = [...state.steps.values()]
    .filter(({ step, status }) => step.effect === 'write' && status !== 'pending')
    .map((step): Wording => {
      const operation = state.operations.get(step.step.id);
      const seen = state.evidence.filter((item) => item.step === step.step.id).map(({ id }) => id);
      if (operation?.outcome === 'applied') return cite(`Done: ${sentence(operation.message)}`, seen);
      if (operation?.outcome === 'unknown')
        return cite(`It is not known whether it was done: ${sentence(operation.message)}`, seen);
      return cite(wordFailure(step), seen);
    });
  return join(parts);
}

export function join(parts: readonly Wording[]): Wording {
  const kept = parts.filter(({ text }) => text !== '');
  return {
    text: kept.map(({ text }) => text).join('\n\n'),
    citations: [...new Set(kept.flatMap(({ citations }) => citations))],
  };
}

function isDiagnosis(tool: string): boolean {
  return tool.startsWith('diagnose-');
}

function wordFindings(findings: readonly Finding[], evidence: readonly Evidence[]): Wording {
  const told = findings.filter(({ confidence }) => confidence >= minimumConfidence);
  const roots = told.filter(({ symptomOf }) => symptomOf === undefined);
  const symptoms = told.filter(({ symptomOf }) => symptomOf !== undefined);
  const [first, ...others] = roots.length > 0 ? roots : told;
  if (first === undefined) {
    const read = evidence.map(({ id }) => id).slice(0, 3);
    return cite('I found nothing wrong in what I could read.', read);
  }
  const lines = [
    cite(
      `**${sentence(first.summary)}** Cause: ${first.cause}, on ${nameOfObject(first.object)}, ${percent(first)} sure.`,
      first.evidence,
    ),
  ];
  if (first.remedy !== undefined)
    lines.push({ text: `What would mend it: ${sentence(first.remedy.description)}`, citations: [] });
  if (others.length > 0) {
    lines.push({ text: 'Also seen:', citations: [] });
    for (const other of others.slice(0, maximumFindings))
      lines.push(cite(`- ${sentence(other.summary)} (${other.cause}, ${percent(other)} sure)`, other.evidence));
  }
  if (symptoms.length > 0) {
    const names = [...new Set(symptoms.map(({ object }) => nameOfObject(object)))];
    lines.push({
      text: `What follows from it: trouble of ${names.slice(0, maximumFindings).join(', ')}.`,
      citations: [],
    });
  }
  return { text: lines.map(({ text }) => text).join('\n'), citations: lines.flatMap(({ citations }) => citations) };
}

function wordEvidence(evidence: readonly Evidence[]): Wording {
  return join(
    evidence.map((item) =>
      cite(`${item.title}${item.truncated ? ` (${item.omitted ?? 'shortened'})` : ''}`, [item.id], body(item)),
    ),
  );
}

function body({ content }: Evidence): string {
  switch (content.kind) {
    case 'text': {
      const lines = content.text.split('\n');
      const shown = lines.slice(0, maximumLines).join('\n');
      return shown.trim() === '' ? '' : `\n\`\`\`text\n${shown.replaceAll('```', "'''")}\n\`\`\``;
    }
    case 'table': {
      if (content.rows.length === 0) return '';
      const row = (cells: readonly (string | number | boolean | null)[]) =>
        `| ${cells
          .map((cell) =>
            String(cell ?? '')
              .replaceAll('|', '\\|')
              .replaceAll('\n', ' '),
          )
          .join(' | ')} |`;
      const head = [row(content.columns), row(content.columns.map(() => '---'))];
      const more =
        content.rows.length > maximumRows
          ? [`\n...and ${content.rows.length - maximumRows} more rows in the evidence.`]
          : [];
      return `\n\n${[...head, ...content.rows.slice(0, maximumRows).map(row), ...more].join('\n')}`;
    }
    case 'object':
      return '';
  }
}

function wordFailure({ step, error, status }: StepState): string {
  if (error?.code === 'forbidden')
    return `The control plane refused "${step.tool}": ${sentence(error.message)} Nothing was changed.`;
  const what =
    status === 'denied'
      ? `"${step.tool}" was not done`
      : status === 'skipped'
        ? `"${step.tool}" was left out`
        : `"${step.tool}" failed`;
  const next = error?.nextStep === undefined ? '' : ` ${sentence(error.nextStep)}`;
  return `${what}: ${sentence(error?.message ?? 'no reason was given')}${next}`;
}

function cite(text: string, evidence: readonly (string | number)[], after = ''): Wording {
  const citations = [...new Set(evidence.map(String))].slice(0, 4);
  return { text: `${text}${citations.map((id) => ` [${id}]`).join('')}${after}`, citations };
}

/** Ends like a sentence. Its first letter stays as it is: it may be an object's name. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function percent({ confidence }: Finding): string {
  return `${Math.round(confidence * 100)} %`;
}
