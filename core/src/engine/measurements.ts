import type { Measured, Measurement } from '../extension/measurement.ts';
import type { ModelSchedule, ScheduledNode, ScheduleSnapshot } from '../extension/schedule.ts';
import type { EngineParts } from './parts.ts';

/** What the engine's own parts tell: the outbox of the audit, and what calls of private models wait for. */
export function engineMeasurements(
  { store, now, auditRoom }: Pick<EngineParts, 'store' | 'now' | 'auditRoom'>,
  schedules: readonly ModelSchedule[],
): readonly Measurement[] {
  const seconds = (since: number | undefined) => (since === undefined ? 0 : Math.max(0, now() - since) / 1_000);
  return [
    {
      name: 'hexaops_outbox_records',
      help: 'Audit records that wait to be delivered',
      kind: 'gauge',
      read: async () => one((await store.audit.waiting()).records),
    },
    {
      name: 'hexaops_outbox_room',
      help: 'Audit records that may wait to be delivered: with so many no change is made any more',
      kind: 'gauge',
      read: () => one(auditRoom),
    },
    {
      name: 'hexaops_outbox_oldest_seconds',
      help: 'For how long the oldest audit record has waited to be delivered',
      kind: 'gauge',
      read: async () => one(seconds((await store.audit.waiting()).oldest)),
    },
    ...(schedules.length === 0 ? [] : scheduleMeasurements(() => schedules.map((schedule) => schedule.snapshot()))),
  ];
}

/** Summed up over nodes: their names are the operator's, and there may be any number of them. */
function scheduleMeasurements(snapshots: () => readonly ScheduleSnapshot[]): readonly Measurement[] {
  const nodes = () => snapshots().flatMap((snapshot) => snapshot.nodes);
  const up = () => nodes().filter((node) => node.up);
  return [
    {
      name: 'hexaops_schedule_waiting_calls',
      help: 'Calls of private models that wait, by class',
      kind: 'gauge',
      read: () =>
        summed(
          snapshots().map(({ waiting }) => waiting),
          'class',
        ),
    },
    {
      name: 'hexaops_schedule_events',
      help: 'What became of calls of private models since the start',
      kind: 'counter',
      read: () =>
        summed(
          snapshots().map(({ counts }) => counts),
          'event',
        ),
    },
    {
      name: 'hexaops_schedule_nodes',
      help: 'Nodes of private models',
      kind: 'gauge',
      read: () => [
        { labels: { state: 'up' }, value: up().length },
        { labels: { state: 'down' }, value: nodes().length - up().length },
      ],
    },
    {
      name: 'hexaops_schedule_slots',
      help: 'Places for calls on the nodes of private models that are up: of each model that is there, and of a node without any',
      kind: 'gauge',
      read: () => {
        const places = up().flatMap(placesOn);
        return [
          { labels: { state: 'taken' }, value: sum(places.map(({ taken }) => taken)) },
          { labels: { state: 'free' }, value: sum(places.map(({ free }) => free)) },
        ];
      },
    },
  ];
}

/** Each model that a node has loaded has all of the node's slots for itself; one that has none can load one. */
function placesOn({ slots, models }: ScheduledNode): readonly { readonly taken: number; readonly free: number }[] {
  if (models.length === 0) return [{ taken: 0, free: slots }];
  return models.map(({ inFlight }) => ({ taken: inFlight, free: Math.max(0, slots - inFlight) }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function summed(counts: readonly Readonly<Record<string, number>>[], label: string): readonly Measured[] {
  const sums = new Map<string, number>();
  for (const [key, value] of counts.flatMap((each) => Object.entries(each)))
    sums.set(key, (sums.get(key) ?? 0) + value);
  return [...sums].map(([key, value]) => ({ labels: { [label]: key }, value }));
}

function one(value: number): readonly Measured[] {
  return [{ labels: {}, value }];
}
