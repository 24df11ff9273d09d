import {
  defineReadTool,
  type EvidenceDraft,
  HexaopsError,
  messageOf,
  type ReadTool,
  type ToolContext,
  type UnavailableSource,
} from '@hexaops/core';
import type { LogRequest } from '../../source/index.ts';
import { type ClusterAccess, isDecisive } from '../access.ts';
import {
  containerArgument,
  nameArgument,
  namespaceArgument,
  secondsOf,
  sinceArgument,
  workerName,
} from '../arguments.ts';
import { excerptOf, type Filter } from '../presentation/log/excerpt.ts';
import { requestsOf } from './log-requests.ts';
import { podOwnerKinds, podsOf } from '../workload-pods.ts';

export interface LogLimits {
  /** Pods of one workload whose logs are read: those that are not well come first. */
  readonly pods: number;
  /** Lines of one log, the last ones. */
  readonly lines: number;
  /** Bytes of one log. */
  readonly bytes: number;
}

export const defaultLogLimits: LogLimits = Object.freeze({ pods: 5, lines: 5000, bytes: 1024 ** 2 });

export function readLogs(access: ClusterAccess, limits: LogLimits): ReadTool {
  return defineReadTool({
    name: 'read-logs',
    description: 'Reads the logs of a workload or a pod: the errors, the warnings too, or everything.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: {
        namespace: namespaceArgument,
        name: { ...nameArgument, description: 'Full name of the workload or the pod.' },
        kind: { enum: podOwnerKinds },
        container: containerArgument,
        level: { enum: ['error', 'warning', 'all'], description: 'errors unless told' },
        since: sinceArgument,
        previous: { type: 'boolean', description: 'Of the containers that ran before the last restart.' },
        search: { type: 'string', minLength: 1, maxLength: 200, description: 'Only entries that hold this text.' },
      },
    },
    async execute({ level = 'error', container, since, previous = false, search, ...named }, context) {
      const { pods, reading } = await podsOf(access, named, context);
      const requests = pods
        .slice(0, limits.pods)
        .flatMap((pod) => requestsOf(pod, { container, previous, withPrevious: level === 'error' }))
        .map((request) => ({
          ...request,
          tailLines: limits.lines,
          limitBytes: limits.bytes,
          ...(since !== undefined && { sinceSeconds: secondsOf(since) }),
        }));
      const filter: Filter = { level, ...(search !== undefined && { search }) };
      const logs = await Promise.all(
        requests.map((request) => readLog(access, request, filter, context, requests.length)),
      );
      const left = pods.length - limits.pods;
      return {
        evidence: logs.flatMap(({ evidence }) => evidence),
        value: { pods: pods.length, matching: logs.reduce((sum, { matching }) => sum + matching, 0) },
        unavailable: [
          ...reading.unavailable,
          ...logs.flatMap(({ unavailable }) => unavailable),
          ...(left > 0
            ? [
                {
                  source: `the logs of ${left} more pods of ${named.name}`,
                  reason: `at most ${limits.pods} are read: name a pod`,
                },
              ]
            : []),
        ],
      };
    },
  });
}

interface LogReading {
  readonly evidence: readonly EvidenceDraft[];
  readonly matching: number;
  readonly unavailable: readonly UnavailableSource[];
}

async function readLog(
  access: ClusterAccess,
  request: LogRequest,
  filter: Filter,
  context: ToolContext,
  parts: number,
): Promise<LogReading> {
  const { namespace, pod, container = '', previous = false, sinceSeconds } = request;
  const name = `${namespace}/${pod} ${container}${previous ? ' before its restart' : ''}`;
  try {
    const log = await access.log(request, context);
    const share = Math.max(2048, Math.floor(context.byteCap / Math.min(parts, 4)));
    const { entries, matching, ...bounded } = excerptOf(log.text, filter, Math.min(share, context.byteCap));
    if (matching === 0)
      return { evidence: [nothingIn(access, request, name, filter, entries)], matching, unavailable: [] };
    const what = filter.level === 'error' ? 'errors' : filter.level === 'warning' ? 'errors and warnings' : 'log';
    const older = log.truncated
      ? {
          truncated: true,
          omitted: [bounded.omitted, 'older lines; ask for a shorter time'].filter(Boolean).join('; '),
        }
      : {};
    const now = context.now();
    const evidence: EvidenceDraft = {
      source: access.queries.system,
      query: access.queries.log(request),
      title: `${what} of ${name}`,
      ...(sinceSeconds !== undefined && {
        timeRange: { from: new Date(now - sinceSeconds * 1000).toISOString(), to: new Date(now).toISOString() },
      }),
      ...bounded,
      ...older,
    };
    return { evidence: [evidence], matching, unavailable: [] };
  } catch (error) {
    if (isDecisive(error) && !HexaopsError.is(error, 'input-invalid')) throw error;
    // A run before a restart is often gone: that is no news.
    const unavailable =
      previous && HexaopsError.is(error, 'not-found')
        ? []
        : [{ source: `the log of ${name}`, reason: messageOf(error) }];
    return { evidence: [], matching: 0, unavailable };
  }
}

function nothingIn(
  access: ClusterAccess,
  request: LogRequest,
  name: string,
  { level, search }: Filter,
  entries: number,
): EvidenceDraft {
  const what = level === 'error' ? 'errors' : level === 'warning' ? 'errors or warnings' : 'entries';
  const holding = search === undefined ? '' : ` that hold "${search}"`;
  return {
    source: access.queries.system,
    query: access.queries.log(request),
    title: `no ${what} in the log of ${name}`,
    content: { kind: 'text', text: `${entries} entries were read; there are no ${what}${holding} among them` },
  };
}
