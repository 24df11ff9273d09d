import type { Sensitivity } from '../../extension/llm.ts';
import { mostSensitive } from '../../llm/sensitivity.ts';
import type { PromptPart } from '../../llm/prompt.ts';
import type { Evidence, EvidenceSeries } from '../../run/evidence.ts';
import { nameOfObject } from '../../run/finding.ts';
import type { RunContext } from '../../run/run-context.ts';
import { measured } from '../../series/measured.ts';
import { outlineOf, samplesOf } from '../../series/outline.ts';
import type { RunState } from '../../run/state.ts';
import { likeliestFirst } from '../wording/findings.ts';

/** Of one piece of evidence. */
const mostRows = 60;
const mostLines = 120;
const mostSeries = 40;
const sampledPoints = 12;
const widest = 400;
/** The youngest are the ones that were asked for last. */
const mostEvidence = 24;
const mostFindings = 30;

/** What a run has read, for a prompt: findings, then evidence, then what failed. All of it was written by others. */
export function digest({ findings, relations, evidence, steps, unavailable }: RunState): readonly PromptPart[] {
  const failed = [...steps.values()].flatMap(({ step, error }) => (error ? [`${step.tool}: ${error.message}`] : []));
  const missing = [...failed, ...unavailable.map(({ source, reason }) => `${source}: ${reason}`)];
  return [
    ...part(
      'findings of rules',
      likeliestFirst(findings, relations)
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

/** The same of some of its steps alone. */
export function digestOfSteps(state: RunState, ids: ReadonlySet<string>): readonly PromptPart[] {
  const evidence = state.evidence.filter(({ step }) => ids.has(step));
  const cited = new Set(evidence.map(({ id }) => id));
  const findings = state.findings.filter((finding) =>
    finding.evidence.some((id) => typeof id === 'string' && cited.has(id)),
  );
  const steps = new Map([...state.steps].filter(([id]) => ids.has(id)));
  return digest({ ...state, evidence, findings, steps });
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
    case 'series':
      return [head, ...content.series.slice(0, mostSeries).map((series) => line(seriesLine(series, content.unit)))];
  }
}

/** The name, what a person reads first, then values at even distances: enough to tell a rise from a peak. */
export function seriesLine({ name, points }: EvidenceSeries, unit: string | undefined): string {
  const outline = outlineOf(points);
  const [from, to] = [points[0], points.at(-1)];
  if (outline === undefined || from === undefined || to === undefined) return `${name.slice(0, widest / 2)}: no values`;
  const { least, mean, most, last } = outline;
  const said = (value: number) => measured(value, unit);
  const course = samplesOf(points, sampledPoints).map(([, value]) => (value === null ? '-' : said(value)));
  const time = ([milliseconds]: EvidenceSeries['points'][number]) => new Date(milliseconds).toISOString();
  return `${name.slice(0, widest / 2)}: least ${said(least)}, mean ${said(mean)}, most ${said(most)}, last ${said(last)}; ${time(from)} to ${time(to)}: ${course.join(', ')}`;
}

function line(text: string): string {
  const shown = text.slice(0, widest);
  return /[\r\n]/.test(shown) ? shown.replaceAll(/[\r\n]+/g, ' ') : shown;
}
