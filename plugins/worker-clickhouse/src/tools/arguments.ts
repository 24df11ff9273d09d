import { HexaopsError, unknownName } from '@hexaops/core';
import { parseDuration } from '@hexaops/core/rules';
import type { Settings } from '../configuration.ts';
import type { LogFilter } from '../query/filter.ts';
import { parseInstant } from './instant.ts';

export const workerName = 'worker-clickhouse';

const durationPattern = '^[1-9][0-9]{0,5}(s|m|h|d)$';

export const text = (maxLength: number, description: string) =>
  ({ type: 'string', minLength: 1, maxLength, description }) as const;

const instant = (description: string) => text(40, `${description}: 2026-01-15T12:00:00Z, or 14:05 (UTC).`);

export const timeProperties = {
  since: {
    type: 'string',
    pattern: durationPattern,
    description: 'How far back from the end: 15m, 6h, 2d. 1h unless told.',
  },
  from: instant('The beginning, instead of since'),
  to: instant('The end; now unless told'),
} as const;

/** What every search of lines takes, for the logs that there are. */
export function filterProperties({ sources, defaultSource }: Settings) {
  return {
    source: { enum: [...sources.keys()], description: `Which logs. ${defaultSource} unless told.` },
    term: text(200, 'A part of the message, in any case; <*> in it stands for anything.'),
    level: text(32, 'error (with what is worse), warning, info, ...'),
    service: text(200, 'Service, pipeline, agent or object.'),
    component: text(200, 'Component, task, operation or reason.'),
    pod: text(253, 'Name of a pod.'),
    namespace: text(63, 'Of the workload, where the logs tell it.'),
    trace: text(128, 'Id of a trace.'),
    ...timeProperties,
  } as const;
}

export interface TimeArguments {
  readonly since?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The filter of arguments that no schema may have passed. Raises `arguments-invalid`. */
export function filterOf<T extends TimeArguments>(
  { since, from, to, ...filter }: T,
  now: number,
  usual = '1h',
): Omit<T, keyof TimeArguments> & LogFilter {
  const end = to === undefined ? now : parseInstant(to, now);
  const start = from === undefined ? end - durationOf(since ?? usual) : parseInstant(from, now);
  if (start < end) return { ...filter, from: start, to: end };
  throw new HexaopsError('arguments-invalid', 'the time ends before it begins', {
    nextStep: 'give a beginning before the end',
  });
}

const duration = new RegExp(durationPattern);

export function durationOf(written: string): number {
  if (duration.test(written)) return parseDuration(written);
  throw new HexaopsError('arguments-invalid', `"${written.slice(0, 40)}" is no length of time`, {
    nextStep: 'write it as 15m, 6h or 2d',
  });
}

/** Raises `arguments-invalid` for what is none of them. */
export function oneOf<T extends string>(what: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw unknownName('arguments-invalid', what, value.slice(0, 80), known);
}

/** For the title of evidence: `errors of checkout with "timeout"`. */
export function aboutOf(source: string, filter: Omit<LogFilter, 'from' | 'to'>): string {
  const { level, term, ...names } = filter;
  const where = Object.entries(names).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value.slice(0, 80)}`],
  );
  return [
    `${source} logs`,
    ...(where.length === 0 ? [] : [`of ${where.join(', ')}`]),
    ...(level === undefined ? [] : [`at level ${level.slice(0, 40)}`]),
    ...(term === undefined ? [] : [`with "${term.slice(0, 80)}"`]),
  ].join(' ');
}
