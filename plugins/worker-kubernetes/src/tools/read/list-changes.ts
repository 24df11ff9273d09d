import { ageOf, defineReadTool, type Moment, type ReadTool } from '@hexaops/core';
import type { Event } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, secondsOf, sinceArgument, workerName } from '../arguments.ts';
import { eventMoments } from '../history/event-moments.ts';
import { readRolloutsByRevision } from '../history/controller-revisions.ts';
import { momentOf, type Rollout, rolloutsOf } from '../history/rollout.ts';
import { lastSeen } from '../presentation/columns/cluster.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { compare } from '../presentation/order.ts';

/** Events that tell of a change that somebody or something made. */
const reasons = new Set([
  'Created',
  'Cordoned',
  'DeploymentRollback',
  'Killing',
  'NodeNotReady',
  'NodeNotSchedulable',
  'NodeReady',
  'NodeSchedulable',
  'Rebooted',
  'ScalingReplicaSet',
  'SuccessfulCreate',
  'SuccessfulDelete',
  'SuccessfulRescale',
  'Evicted',
  'Preempted',
]);

interface Seen {
  readonly time: string;
  readonly namespace: string;
  readonly object: string;
  readonly change: string;
  readonly moments: readonly Moment[];
}

export function listChanges(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-changes',
    description: 'Lists what has changed lately, the latest first: rollouts with their images, scaling, pods, nodes.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        object: nameArgument,
        since: { ...sinceArgument, description: 'One day unless told.' },
      },
    },
    async execute({ namespace, object, since = '1d' }, context) {
      const now = await access.moment(context);
      const from = now - secondsOf(since) * 1000;
      const [events, sets, others] = await Promise.all([
        access.list('Event', context, namespace),
        access.list('ReplicaSet', context, namespace),
        readRolloutsByRevision(access, context, namespace),
      ]);
      const rollouts = [...rolloutsOf(sets.items, events.items), ...others.rollouts];
      const readings = [sets, ...others.readings, events];
      const changes = [...rollouts.flatMap(fromRollout), ...events.items.flatMap(fromEvent)]
        .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) <= now)
        .filter(
          (change) =>
            object === undefined || change.object.endsWith(`/${object}`) || change.object.includes(`/${object}-`),
        )
        .sort((a, b) => compare(b.time, a.time));
      const query = readings.map((reading) => reading.query).join('\n');
      return {
        evidence: [
          {
            ...tableEvidence(
              access,
              { query, truncated: readings.some(({ truncated }) => truncated) },
              {
                title: `changes in the last ${since}`,
                table: {
                  columns: ['time', 'age', 'namespace', 'object', 'change'],
                  rows: changes.map((change) => [
                    change.time,
                    ageOf(change.time, now),
                    change.namespace,
                    change.object,
                    change.change,
                  ]),
                },
                remedy: 'ask for one namespace, or for a shorter time',
                byteCap: context.byteCap,
              },
            ),
            timeRange: { from: new Date(from).toISOString(), to: new Date(now).toISOString() },
          },
        ],
        value: { count: changes.length },
        moments: changes.flatMap(({ moments }) => moments),
        unavailable: readings.flatMap(({ unavailable }) => unavailable),
      };
    },
  });
}

function fromEvent(event: Event): readonly Seen[] {
  const { involvedObject, reason = '', message = '', metadata } = event;
  const time = lastSeen(event);
  if (time === undefined || !reasons.has(reason)) return [];
  const object = `${involvedObject?.kind ?? ''}/${involvedObject?.name ?? ''}`;
  const namespace = involvedObject?.namespace ?? metadata.namespace;
  return [{ time, namespace, object, change: `${reason}: ${message}`, moments: eventMoments([event], 0) }];
}

function fromRollout(rollout: Rollout): readonly Seen[] {
  const { at, object, change } = rollout;
  if (at === undefined) return [];
  const { kind, namespace = '', name } = object;
  return [{ time: at, namespace, object: `${kind}/${name}`, change, moments: momentOf(rollout, 0) }];
}
