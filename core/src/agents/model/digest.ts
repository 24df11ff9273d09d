import type { Sensitivity } from '../../extension/llm.ts';
import { mostSensitive } from '../../llm/sensitivity.ts';
import type { PromptPart } from '../../llm/prompt.ts';
import type { Evidence } from '../../run/evidence.ts';
import { nameOfObject } from '../../run/finding.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { RunState } from '../../run/state.ts';

/** Of one piece of evidence. */
const mostRows = 60;
const mostLines = 120;
const widest = 400;
/** The youngest are the ones that were asked for last. */
const mostEvidence = 24;
const mostFindings = 30;

/** What a run has read, for a prompt: findings, then evidence, then what failed. All of it was written by others. */
export function digest({ findings, evidence, steps, unavailable }: RunState): readonly PromptPart[] {
  const failed = [...steps.values()].flatMap(({ step, error }) => (error ? [`${step.tool}: ${error.message}`] : []));
  const missing = [...failed, ...unavailable.map(({ source, reason }) => `${source}: ${reason}`)];
  return [
    ...part(
      'findings of rules',
      findings
        .slice(0, mostFindings)
        .map(
          ({ cause, object, confidence, summary, evidence: cited, symptomOf }) =>
            `${cause} of ${nameOfObject(object)}, ${Math.round(confidence * 100)} % sure${
              symptomOf === undefined ? '' : `, a symptom of ${nameOfObject(symptomOf)}`
            }: ${line(summary)} ${cited.map((id) => `[${id}]`).join('')}`,
        ),
    ),
    ...evidence.slice(-mostEvidence).flatMap((item) => part(`evidence ${item.id}`, linesOf(item))),
    ...part('what could not be read', missing.slice(0, 40).map(line)),
  ];
}

/** Of all that a run has read: that of its workspace, and of each tool that has read for it. */
export function sensitivityOf({ parts, journal, caller }: RunContext): Sensitivity {
  const own = parts.models?.sensitivityOf(caller.workspace) ?? 'internal';
  const tools = [...journal.state.steps.values()].map(({ step }) => step.tool).filter((name) => parts.tools.has(name));
  return mostSensitive(own, ...tools.map((name) => parts.tools.get(name).sensitivity));
}

function part(label: string, lines: readonly string[]): readonly PromptPart[] {
  return lines.length === 0 ? [] : [{ from: 'others', label, text: lines.join('\n') }];
}

function linesOf({ title, source, content, truncated, omitted }: Evidence): readonly string[] {
  const head = line(`${title} (${source})${truncated ? `, shortened: ${omitted ?? ''}` : ''}`);
  switch (content.kind) {
    case 'text':
      return [head, ...content.text.split('\n').slice(0, mostLines).map(line)];
    case 'table': {
      const row = (cells: readonly (string | number | boolean | null)[]) =>
        line(cells.map((cell) => String(cell ?? '')).join(' | '));
      return [head, row(content.columns), ...content.rows.slice(0, mostRows).map(row)];
    }
    case 'object':
      return [head, (JSON.stringify(content.object) ?? '').slice(0, widest * 10)];
  }
}

function line(text: string): string {
  return text.slice(0, widest).replaceAll(/[\r\n]+/g, ' ');
}
