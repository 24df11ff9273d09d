import type { Event } from '../../cluster/index.ts';
import { lastSeen } from './columns/cluster.ts';
import { compare } from './order.ts';

/** Kubernetes builds the ends of names from hexadecimal digits, or from letters that make no words. */
const generated = /^(?:-(?:[0-9a-f]{1,10}|[0-9bcdfghjklmnpqrstvwxz]{1,10})){1,2}$/;

/** Of the object itself, or of a replica set, a pod or a job that is named after it. */
export function isAbout({ involvedObject }: Event, name: string): boolean {
  const about = involvedObject?.name ?? '';
  return about === name || (about.startsWith(`${name}-`) && generated.test(about.slice(name.length)));
}

export function latestFirst(events: readonly Event[]): readonly Event[] {
  return events.toSorted((a, b) => compare(lastSeen(b) ?? '', lastSeen(a) ?? ''));
}
