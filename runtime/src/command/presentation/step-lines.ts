import { measured, type PlanStep, type RunEvent } from '@hexaops/core';
import { wrapped } from './fit.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

type Call = Pick<PlanStep, 'id' | 'tool' | 'worker' | 'arguments'>;

/** `logs: read-logs app=orders (worker-kubernetes)`: what a step does. */
export function callText({ id, tool, worker, arguments: values }: Call): string {
  const given = Object.entries(values).map(([name, value]) => ` ${name}=${valueText(value)}`);
  return printable(`${id}: ${tool}${given.join('')} (${worker})`);
}

export function callLines(steps: readonly Call[], { columns, colours }: Screen): readonly string[] {
  return steps.flatMap((step) => wrapped(callText(step), columns, { first: '  ', rest: '      ' })).map(colours.dim);
}

type StepEnd = Extract<RunEvent, { type: 'step-finished' }>;

/** What became of a step: how long it took, what it found, and why it did not. */
export function stepEndLines(end: StepEnd, evidence: number, { columns, colours }: Screen): readonly string[] {
  const { step, status, milliseconds, findings, unchanged, error } = end;
  const facts = [
    ...(status === 'succeeded' ? [] : [status]),
    ...(status === 'skipped' ? [] : [measured(Math.round(milliseconds) / 1000, 'seconds')]),
    ...(findings === undefined ? [] : [findings === 0 ? 'nothing wrong' : counted(findings, 'finding')]),
    ...(unchanged === undefined ? [] : ['nothing to do']),
    ...(evidence === 0 ? [] : [`${counted(evidence, 'piece')} of evidence`]),
  ];
  const said = error?.message ?? unchanged;
  const reason = said === undefined ? '' : `: ${said}`;
  const mark = { succeeded: colours.green('✓'), failed: colours.red('✗'), denied: colours.red('✗'), skipped: '-' };
  return [
    ...wrapped(printable(`${step}: ${facts.join(', ')}${reason}`), columns, {
      first: `${mark[status]} `,
      rest: '    ',
    }),
    ...(error?.nextStep === undefined ? [] : wrapped(printable(error.nextStep), columns, { first: '    ' })),
  ];
}

/** Of an argument in a plan. What is approved is shown whole elsewhere. */
const longestValue = 60;

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= longestValue ? text : `${text.slice(0, longestValue).toWellFormed()}…`;
}
