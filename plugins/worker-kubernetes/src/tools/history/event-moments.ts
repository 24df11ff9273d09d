import type { Moment } from '@hexaops/core';
import type { Event } from '../../cluster/index.ts';
import { lastSeen } from '../presentation/columns/cluster.ts';

/** Of normal events, those that tell of what somebody did, or of what a controller decided, apart from rollouts. */
const changes = new Set(['Cordoned', 'NodeNotSchedulable', 'NodeSchedulable', 'Rebooted', 'SuccessfulRescale']);

/**
 * What events tell: a warning is a symptom from when it was first seen, whether it is still seen or not; some others are
 * changes. Of the rest nothing is told: they follow from what was changed.
 */
export function eventMoments(events: readonly Event[], evidence: number): readonly Moment[] {
  return events.flatMap((event): readonly Moment[] => {
    const { type, reason = '', message = '', involvedObject, metadata } = event;
    const kind = type === 'Warning' ? 'symptom' : changes.has(reason) ? 'change' : undefined;
    const at = Date.parse((kind === 'symptom' ? firstSeen(event) : lastSeen(event)) ?? '');
    if (kind === undefined || Number.isNaN(at)) return [];
    const { kind: objectKind = '', name = '' } = involvedObject ?? {};
    const namespace = involvedObject?.namespace ?? metadata.namespace;
    const object = { kind: objectKind, namespace, name };
    // Kubernetes writes whole seconds.
    return [{ at, precision: 1000, kind, what: `${reason}: ${message}`, object, evidence: [evidence] }];
  });
}

function firstSeen({ firstTimestamp, eventTime, lastTimestamp, metadata }: Event): string | undefined {
  return firstTimestamp ?? eventTime ?? lastTimestamp ?? metadata.creationTimestamp;
}
