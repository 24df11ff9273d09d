import type { KubernetesObject } from '../object.ts';
import type { LogSource } from './log-source.ts';

const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g;
const wholeTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * A recording as if it had been made at `now`: every RFC 3339 time in UTC, in objects and at any place of a log, is moved
 * by as much as the recording is old. Without it, all that was recent when it was recorded would look long past.
 */
export function asOfNow(
  objects: readonly KubernetesObject[],
  logs: LogSource,
  now: number,
): { readonly objects: KubernetesObject[]; readonly logs: LogSource } {
  const newest = newestTime(objects);
  const by = newest === undefined ? 0 : now - newest;
  const moveText = (text: string | undefined) => text?.replace(time, (found) => moved(found, by));
  return {
    objects: objects.map((object) => move(object, by) as KubernetesObject),
    logs: {
      read: async (log) => moveText(await logs.read(log)),
      readRefusal: async (log) => moveText(await logs.readRefusal(log)),
    },
  };
}

/** Of the times that were the present when they were written; milliseconds since the epoch. */
function newestTime(objects: readonly KubernetesObject[]): number | undefined {
  const times = objects.flatMap((object) => {
    const { metadata, lastTimestamp, eventTime, spec, status } = object as KubernetesObject & {
      readonly lastTimestamp?: string;
      readonly eventTime?: string;
      readonly spec?: { readonly renewTime?: string };
      readonly status?: { readonly conditions?: unknown };
    };
    const conditions = Array.isArray(status?.conditions)
      ? (status.conditions as { readonly lastHeartbeatTime?: string }[])
      : [];
    const heartbeats = conditions.map(({ lastHeartbeatTime }) => lastHeartbeatTime);
    return [metadata['creationTimestamp'], lastTimestamp, eventTime, spec?.renewTime, ...heartbeats];
  });
  const parsed = times
    .map((text) => (typeof text === 'string' ? Date.parse(text) : Number.NaN))
    .filter((value) => !Number.isNaN(value));
  return parsed.length === 0 ? undefined : parsed.reduce((left, right) => Math.max(left, right));
}

function move(value: unknown, by: number): unknown {
  if (typeof value === 'string') return wholeTime.test(value) ? moved(value, by) : value;
  if (Array.isArray(value)) return value.map((item) => move(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, move(item, by)]));
}

/** Kubernetes writes whole seconds; so does this where the recording does. */
function moved(text: string, by: number): string {
  const result = new Date(Date.parse(text) + by).toISOString();
  return text.includes('.') ? result : result.replace(/\.\d+Z$/, 'Z');
}
