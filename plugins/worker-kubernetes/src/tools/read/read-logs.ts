import {
  defineReadTool,
  HexaopsError,
  messageOf,
  type Moment,
  type ReadTool,
  type ToolContext,
  type UnavailableSource,
} from '@hexaops/core';
import { defaults } from '../../configuration.ts';
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
import { logEvidence, nameOfLog, type ReadLog } from '../presentation/log/evidence.ts';
import { excerptOf, type Filter } from '../presentation/log/excerpt.ts';
import { podOwnerKinds, podsOf } from '../workload-pods.ts';
import { requestsOf } from './log-requests.ts';

export interface LogLimits {
  /** Pods of one workload whose logs are read: those that are not well come first. */
  readonly pods: number;
  /** Lines of one log, the last ones. */
  readonly lines: number;
  /** Bytes of one log. */
  readonly bytes: number;
}

export const defaultLogLimits: LogLimits = Object.freeze(defaults.logs);

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
      const byteCap = shareOf(context.byteCap, requests.length);
      const readings = await Promise.all(requests.map((request) => readLog(access, request, filter, byteCap, context)));
      const logs = readings.flatMap(({ log }) => log ?? []);
      // Each has a piece of evidence of its own, in this order.
      const telling = logs.filter(({ excerpt }) => excerpt.matching > 0);
      return {
        evidence: logEvidence(access.queries, logs, { filter, byteCap, now: context.now() }),
        moments: level === 'all' ? [] : telling.flatMap((log, index) => firstErrorOf(log, index)),
        value: { pods: pods.length, matching: logs.reduce((sum, { excerpt }) => sum + excerpt.matching, 0) },
        unavailable: [
          ...reading.unavailable,
          ...readings.flatMap(({ unavailable }) => unavailable ?? []),
          ...leftOut(named.name, pods.length - limits.pods, limits.pods),
        ],
      };
    },
  });
}

/** A fourth of what one piece may have at least: an answer shows few pieces. */
function shareOf(byteCap: number, parts: number): number {
  return Math.min(byteCap, Math.max(2048, Math.floor(byteCap / Math.min(Math.max(parts, 1), 4))));
}

function leftOut(name: string, left: number, limit: number): readonly UnavailableSource[] {
  if (left <= 0) return [];
  return [{ source: `the logs of ${left} more pods of ${name}`, reason: `at most ${limit} are read: name a pod` }];
}

/** Of what the log still has: a log that was cut off may have had others. */
function firstErrorOf({ request, excerpt }: ReadLog, evidence: number): readonly Moment[] {
  const { first } = excerpt;
  if (first === undefined) return [];
  const object = { kind: 'Pod', namespace: request.namespace, name: request.pod };
  const what = `first of the errors that its log has: ${first.line.slice(0, 200)}`;
  return [{ at: first.at, kind: 'symptom', what, object, evidence: [evidence] }];
}

interface LogReading {
  readonly log?: ReadLog;
  readonly unavailable?: UnavailableSource;
}

async function readLog(
  access: ClusterAccess,
  request: LogRequest,
  filter: Filter,
  byteCap: number,
  context: ToolContext,
): Promise<LogReading> {
  try {
    const { text, truncated } = await access.log(request, context);
    return { log: { request, truncated, excerpt: excerptOf(text, filter, byteCap) } };
  } catch (error) {
    if (isDecisive(error) && !HexaopsError.is(error, 'input-invalid')) throw error;
    // A run before a restart is often gone: that is no news.
    if (request.previous === true && HexaopsError.is(error, 'not-found')) return {};
    return { unavailable: { source: `the log of ${nameOfLog(request)}`, reason: messageOf(error) } };
  }
}
