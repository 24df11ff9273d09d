import type { ObjectReference } from '@hexaops/core';
import type { Event } from '../cluster/objects.ts';
import type { ClusterSnapshot } from '../cluster/snapshot.ts';
import { type EvidenceReference, evidenceOf, keyOf } from './fact.ts';
import { append } from './labels.ts';

/** An event, with the time that it was last seen and what it is about. */
export interface SeenEvent {
  readonly object: ObjectReference;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly warning: boolean;
  /** Milliseconds since the epoch; undefined when the event has no time. */
  readonly lastSeen: number | undefined;
  /** The container, from `spec.containers{server}`. */
  readonly container?: string;
}

/** Events by the object that they are about, each list in the order of time. Names come back: `uid` tells whether the object is still the same. */
export class EventIndex {
  readonly #byObject = new Map<string, SeenEvent[]>();
  readonly #byReason = new Map<string, SeenEvent[]>();

  constructor(snapshot: ClusterSnapshot) {
    for (const event of snapshot.list('Event')) {
      const seen = read(event);
      if (seen === undefined) continue;
      append(this.#byObject, keyOf(seen.object), seen);
      append(this.#byReason, seen.reason, seen);
    }
    for (const lists of [this.#byObject, this.#byReason]) for (const list of lists.values()) list.sort(byTime);
  }

  of(object: ObjectReference, ...reasons: readonly string[]): readonly SeenEvent[] {
    const found = this.#byObject.get(keyOf(object)) ?? [];
    return reasons.length === 0 ? found : found.filter(({ reason }) => reasons.includes(reason));
  }

  withReason(...reasons: readonly string[]): readonly SeenEvent[] {
    return reasons.flatMap((reason) => this.#byReason.get(reason) ?? []).sort(byTime);
  }
}

export function eventEvidence(event: SeenEvent): EvidenceReference {
  const time = event.lastSeen === undefined ? undefined : new Date(event.lastSeen).toISOString();
  return evidenceOf('event', event.object, `${event.reason}: ${event.message}`, time);
}

function read(event: Event): SeenEvent | undefined {
  const { involvedObject, series, count } = event;
  if (involvedObject?.kind === undefined || involvedObject.name === undefined) return undefined;
  const { kind, name, namespace, fieldPath } = involvedObject;
  const time = Date.parse(
    series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      event.firstTimestamp ??
      event.metadata.creationTimestamp ??
      '',
  );
  const container = /\{(.+)\}$/.exec(fieldPath ?? '')?.[1];
  return {
    object: namespace === undefined || namespace === '' ? { kind, name } : { kind, namespace, name },
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: series?.count ?? count ?? 1,
    warning: event.type === 'Warning',
    lastSeen: Number.isNaN(time) ? undefined : time,
    ...(container === undefined ? {} : { container }),
  };
}

function byTime(left: SeenEvent, right: SeenEvent): number {
  return (left.lastSeen ?? 0) - (right.lastSeen ?? 0);
}
