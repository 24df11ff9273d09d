import { changeTarget, described, findTarget, targetOf } from '../effect.ts';
import type { Effect, EffectContext } from '../effect.ts';
import type { JsonObject } from '../../json.ts';
import { differenceAsMergePatch } from '../../kubernetes/merge-patch.ts';
import type { Deployment, PodTemplate, ReplicaSet } from '../../kubernetes/kinds.ts';
import { resourceNamed } from '../../kubernetes/resources.ts';
import { Problem } from '../../problem.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** `{ deployment, revision? }`: to the revision before the current one, as `kubectl rollout undo` does it. */
export const rollBackDeployment: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'deployments', 'deployment', 'name');
  const wanted = parameters.optionalInteger('revision', 1, Number.MAX_SAFE_INTEGER);
  const deployment = (await findTarget(context, target)) as Deployment;
  const set = await replicaSetOfRevision(context, deployment, wanted);
  const template = templateOf(set);
  const changed = await changeTarget(context, target, (object) => {
    const { spec } = object as Deployment;
    return { spec: { template: differenceAsMergePatch(spec.template as PodTemplate & JsonObject, template) } };
  });
  return {
    message: `${target.name} is rolled back to revision ${revisionOf(set)}`,
    resource: described(changed),
  };
};

async function replicaSetOfRevision(
  { cluster }: EffectContext,
  { metadata: { uid, name, namespace = '', annotations } }: Deployment,
  wanted: number | undefined,
): Promise<ReplicaSet> {
  const { items } = await cluster.list(resourceNamed('replicasets'), [namespace], {});
  const current = Number(annotations?.[revisionAnnotation] ?? 0);
  const earlier = (items as ReplicaSet[])
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        (owner) => owner.kind === 'Deployment' && owner.name === name && owner.uid === uid,
      ),
    )
    .filter((set) => (wanted === undefined ? revisionOf(set) < current : revisionOf(set) === wanted))
    .toSorted((left, right) => revisionOf(right) - revisionOf(left));
  const [found] = earlier;
  if (found === undefined) {
    throw new Problem(400, `${name} has no ${wanted === undefined ? 'earlier revision' : `revision ${wanted}`}`);
  }
  return found;
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function templateOf({ spec: { template } }: ReplicaSet): PodTemplate & JsonObject {
  const { 'pod-template-hash': _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } } as PodTemplate & JsonObject;
}
