import type { Event } from '../../cluster/index.ts';
import { lastSeen } from './columns/cluster.ts';
import { compare } from './order.ts';

/** Kubernetes builds the ends of names from hexadecimal digits, or from letters that make no words. */
const generated = /^(?:-(?:[0-9a-f]{1,10}|[0-9bcdfghjklmnpqrstvwxz]{1,10})){1,2}$/;

/** Of the object itself, or of a replica set, a pod or a job that is named after it. */
export function isAbout({ involvedObject }: Event, name: string): boolean {
  return isNamedAfter(involvedObject?.name ?? '', name);
}

/** Has the name itself, or one that a controller has built from it. */
export function isNamedAfter(about: string, name: string): boolean {
  return about === name || (about.startsWith(`${name}-`) && generated.test(about.slice(name.length)));
}

export function latestFirst(events: readonly Event[]): readonly Event[] {
  return events.toSorted((a, b) => compare(lastSeen(b) ?? '', lastSeen(a) ?? ''));
}
