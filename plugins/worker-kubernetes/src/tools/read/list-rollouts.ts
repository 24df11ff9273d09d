import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { readRolloutsByRevision } from '../history/controller-revisions.ts';
import { latestFirst, momentOf, type Rollout, rolloutsOf } from '../history/rollout.ts';
import { tableEvidence } from '../presentation/evidence.ts';

export function listRollouts(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-rollouts',
    description:
      'Lists the revisions of deployments, stateful sets and daemon sets, the latest first: when each was rolled out or back to.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        name: { ...nameArgument, description: 'Full name of one of them.' },
      },
    },
    async execute({ namespace, name }, context) {
      const now = await access.moment(context);
      const [sets, events, deployments, others] = await Promise.all([
        access.list('ReplicaSet', context, namespace),
        access.list('Event', context, namespace),
        access.list('Deployment', context, namespace),
        readRolloutsByRevision(access, context, namespace),
      ]);
      const readings = [sets, deployments, events, ...others.readings];
      const rollouts = latestFirst([
        ...rolloutsOf(sets.items, events.items, deployments.items).filter(({ object }) => object.kind === 'Deployment'),
        ...others.rollouts,
      ]).filter(({ object }) => name === undefined || object.name === name);
      const query = readings.map((reading) => reading.query).join('\n');
      return {
        evidence: [
          tableEvidence(
            access,
            { query, truncated: readings.some(({ truncated }) => truncated) },
            {
              title: name === undefined ? 'revisions of workloads' : `revisions of ${name}`,
              table: {
                columns: ['time', 'age', 'namespace', 'kind', 'name', 'revision', 'change'],
                rows: rollouts.map(({ at, object, revision, change }) => [
                  at ?? 'not known',
                  ageOf(at, now),
                  object.namespace ?? '',
                  object.kind,
                  object.name,
                  revision ?? null,
                  change,
                ]),
              },
              remedy: 'ask for one by its name',
              byteCap: context.byteCap,
            },
          ),
        ],
        value: {
          count: rollouts.length,
          ...lastOf('last', rollouts),
          ...lastOf(
            'lastRollback',
            rollouts.filter(({ isBack }) => isBack),
          ),
        },
        moments: rollouts.flatMap((rollout) => momentOf(rollout, 0)),
        unavailable: readings.flatMap(({ unavailable }) => unavailable),
      };
    },
  });
}

/** What later steps of a playbook take their arguments from. */
function lastOf(property: string, rollouts: readonly Rollout[]): Readonly<Record<string, unknown>> {
  const last = rollouts.find(({ at }) => at !== undefined);
  if (last === undefined) return {};
  const { at, revision, object } = last;
  return { [property]: { at, revision, namespace: object.namespace, name: object.name } };
}
