import { parseDuration } from '@hexaops/core/rules';
import { logSourceNames } from '../query/log-source.ts';
import type { LogFilter } from '../query/template.ts';

export const workerName = 'worker-clickhouse';

const text = (maxLength: number, description: string) =>
  ({ type: 'string', minLength: 1, maxLength, description }) as const;

/** What every search of logs takes. */
export const filterProperties = {
  source: { enum: logSourceNames, description: 'Which logs. control-plane unless told.' },
  term: text(200, 'A part of the message, in any case.'),
  level: text(32, 'error, warning, info.'),
  service: text(200, 'Service, pipeline, agent or object.'),
  component: text(200, 'Component, task, operation or reason.'),
  trace: text(128, 'Id of a trace.'),
  since: {
    type: 'string',
    pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$',
    description: 'How far back: 15m, 6h, 2d. 1h unless told.',
  },
} as const;

export interface FilterArguments {
  readonly term?: string | undefined;
  readonly level?: string | undefined;
  readonly service?: string | undefined;
  readonly component?: string | undefined;
  readonly trace?: string | undefined;
  readonly since?: string | undefined;
}

export function filterOf({ since = '1h', ...filter }: FilterArguments, now: number): LogFilter {
  return { ...filter, from: now - parseDuration(since), to: now };
}
