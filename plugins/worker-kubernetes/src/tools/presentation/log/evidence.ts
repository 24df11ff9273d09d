import { boundedText, type EvidenceDraft } from '@hexaops/core';
import type { LogRequest } from '../../../source/index.ts';
import type { Queries } from '../queries.ts';
import type { Excerpt, Filter } from './excerpt.ts';

/** A log that was read, and what the filter let through of it. */
export interface ReadLog {
  readonly request: LogRequest;
  readonly excerpt: Excerpt;
  /** Older lines were not read. */
  readonly truncated: boolean;
}

export interface LogFrame {
  readonly filter: Filter;
  readonly byteCap: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One piece for each log that holds something, then one for all those that hold nothing. */
export function logEvidence(queries: Queries, logs: readonly ReadLog[], frame: LogFrame): readonly EvidenceDraft[] {
  const telling = logs.filter(({ excerpt }) => excerpt.matching > 0);
  const silent = logs.filter(({ excerpt }) => excerpt.matching === 0);
  return [
    ...telling.map((log) => tellingEvidence(queries, log, frame)),
    ...(silent.length === 0 ? [] : [silentEvidence(queries, silent, frame)]),
  ];
}

/** `shop/cart-1 server before its restart` */
export function nameOfLog({ namespace, pod, container = '', previous = false }: LogRequest): string {
  return `${namespace}/${pod} ${container}${previous ? ' before its restart' : ''}`;
}

const found = { error: 'errors', warning: 'errors and warnings', all: 'log' } as const;
const missed = { error: 'errors', warning: 'errors or warnings', all: 'entries' } as const;

function tellingEvidence(queries: Queries, { request, excerpt, truncated }: ReadLog, frame: LogFrame): EvidenceDraft {
  const { entries: _, matching: __, first: ___, ...bounded } = excerpt;
  const older = truncated ? ['older lines; ask for a shorter time'] : [];
  const omitted = [...(bounded.omitted === undefined ? [] : [bounded.omitted]), ...older].join('; ');
  return {
    source: queries.system,
    query: queries.log(request),
    title: `${found[frame.filter.level]} of ${nameOfLog(request)}`,
    ...timeRange(request, frame),
    ...bounded,
    ...(omitted !== '' && { truncated: true, omitted }),
  };
}

function silentEvidence(queries: Queries, logs: readonly ReadLog[], frame: LogFrame): EvidenceDraft {
  const { level, search } = frame.filter;
  const holding = search === undefined ? '' : ` that hold "${search}"`;
  const [first] = logs;
  const where =
    first !== undefined && logs.length === 1 ? `the log of ${nameOfLog(first.request)}` : `${logs.length} logs`;
  const lines = logs.map(({ request, excerpt }) => `${nameOfLog(request)}: none among ${excerpt.entries} entries`);
  return {
    source: queries.system,
    query: logs.map(({ request }) => queries.log(request)).join('\n'),
    title: `no ${missed[level]}${holding} in ${where}`,
    ...(first !== undefined && timeRange(first.request, frame)),
    ...boundedText(lines, frame.byteCap, 'ask for the log of one pod'),
  };
}

function timeRange({ sinceSeconds }: LogRequest, { now }: LogFrame): Pick<EvidenceDraft, 'timeRange'> {
  if (sinceSeconds === undefined) return {};
  return { timeRange: { from: new Date(now - sinceSeconds * 1000).toISOString(), to: new Date(now).toISOString() } };
}
