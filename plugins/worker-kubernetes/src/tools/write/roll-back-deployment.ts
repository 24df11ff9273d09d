import { isDeepStrictEqual } from 'node:util';
import { defineWriteTool, differences, HexaopsError, readUntil, type ToolContext, type WriteTool } from '@hexaops/core';
import type { Deployment, PodTemplate, ReplicaSet } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { blastOf } from './blast.ts';
import { harmOf } from './harm.ts';
import { isRolledOut } from './set-image.ts';
import { readTarget, targetEvidence, versionOf } from './target.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionPath = `metadata.annotations["${revisionAnnotation}"]`;
/** Set by Kubernetes, different in each revision. */
const hashLabel = 'pod-template-hash';

export function rollBackDeployment(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'roll-back-deployment',
    description: 'Gives a deployment the pod template of an earlier revision: of the one before, unless told.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: {
        namespace: namespaceArgument,
        name: nameArgument,
        revision: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
      },
    },
    operation: ({ namespace, name, revision }) => ({
      operation: 'roll_back_deployment',
      target: `deployment/${namespace}/${name}`,
      parameters: { namespace, name, ...(revision !== undefined && { revision }) },
    }),
    async preview({ namespace, name, revision }, context) {
      const deployment = await readTarget(access, { kind: 'Deployment', namespace, name }, context);
      const revisions = await revisionsOf(access, deployment, context);
      const wanted = chooseRevision(revisions, deployment, revision);
      const changes = differences(
        templateOf(deployment.spec?.template),
        templateOf(wanted.spec?.template),
        'spec.template',
      );
      return {
        summary: `Deployment ${namespace}/${name} goes from revision ${revisionOf(deployment)} back to revision ${revisionOf(wanted)}.`,
        changes: [
          { path: revisionPath, before: revisionOf(deployment), after: `as ${revisionOf(wanted)}` },
          ...changes,
        ],
        ...versionOf(deployment),
        ...(await blastOf(access, { pods: deployment.spec?.replicas ?? 1, namespaces: [namespace] }, context)),
      };
    },
    async verify({ namespace, name, revision }, context, outcome) {
      const read = async () => {
        const deployment = await readTarget(access, { kind: 'Deployment', namespace, name }, context);
        return { deployment, revisions: await revisionsOf(access, deployment, context) };
      };
      const isBack = ({ deployment, revisions }: Awaited<ReturnType<typeof read>>) =>
        isRolledBack(deployment, revisions, revision);
      const seen = await readUntil(read, (each) => isBack(each) && isRolledOut(each.deployment), context);
      const { deployment } = seen;
      const evidence = targetEvidence(access, 'Deployment', deployment, context);
      const what = `Deployment ${namespace}/${name}`;
      if (isBack(seen)) {
        const progress = isRolledOut(deployment) ? 'all of its pods run it' : 'its pods are being replaced';
        return {
          state: 'applied',
          summary: `${what} has an earlier pod template again; ${progress}.`,
          evidence,
          ...(await harmOf(access, { kind: 'Deployment', namespace, name }, context)),
        };
      }
      const state = outcome === undefined ? 'not-applied' : 'unknown';
      return { state, summary: `${what} still has its newest pod template.`, evidence };
    },
    inverse({ namespace, name }, { changes }) {
      const revision = changes.find(({ path }) => path === revisionPath)?.before;
      if (typeof revision !== 'number' || revision < 1) return undefined;
      return { tool: 'roll-back-deployment', arguments: { namespace, name, revision } };
    },
  });
}

/** The replica sets of the deployment, the newest revision first. */
async function revisionsOf(
  access: ClusterAccess,
  { metadata }: Deployment,
  context: ToolContext,
): Promise<readonly ReplicaSet[]> {
  const { items } = await access.list('ReplicaSet', context, metadata.namespace);
  return items
    .filter((set) =>
      (set.metadata.ownerReferences ?? []).some(({ kind, name }) => kind === 'Deployment' && name === metadata.name),
    )
    .sort((a, b) => revisionOf(b) - revisionOf(a));
}

/** Raises `not-found`, which names the revisions that there are. */
function chooseRevision(
  revisions: readonly ReplicaSet[],
  deployment: Deployment,
  wanted: number | undefined,
): ReplicaSet {
  const earlier = revisions.filter((set) => revisionOf(set) !== revisionOf(deployment));
  const found = wanted === undefined ? earlier[0] : earlier.find((set) => revisionOf(set) === wanted);
  if (found !== undefined) return found;
  const { namespace, name } = deployment.metadata;
  throw new HexaopsError(
    'not-found',
    `Deployment ${namespace}/${name} has no ${wanted === undefined ? 'earlier revision' : `earlier revision ${wanted}`}`,
    {
      nextStep:
        earlier.length === 0 ? 'set the image that it should run' : `use one of: ${earlier.map(revisionOf).join(', ')}`,
    },
  );
}

/**
 * Whether the deployment has the template of the wanted revision. A revision that was gone back to gets a new number; its
 * replica set keeps the time of its making, so an earlier template is one that has a younger replica set beside it.
 */
function isRolledBack(deployment: Deployment, revisions: readonly ReplicaSet[], wanted: number | undefined): boolean {
  const template = templateOf(deployment.spec?.template);
  const hasTemplate = ({ spec }: ReplicaSet) => isDeepStrictEqual(templateOf(spec?.template), template);
  const numbered = wanted === undefined ? undefined : revisions.find((set) => revisionOf(set) === wanted);
  if (numbered !== undefined) return hasTemplate(numbered);
  const current = revisions.find(hasTemplate);
  return current !== undefined && revisions.some((set) => madeAt(set) > madeAt(current));
}

function madeAt({ metadata }: ReplicaSet): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function revisionOf({ metadata }: Deployment | ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function templateOf(template: PodTemplate | undefined): unknown {
  const { [hashLabel]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}
