import { canonicalText } from '../../../json.ts';
import { resourceNamed } from '../../resources.ts';
import type { Deployment, PodTemplate, ReplicaSet } from '../../kinds.ts';
import { generatedSuffix, generatedUid } from './world.ts';
import type { World } from './world.ts';

const replicaSets = resourceNamed('replicasets');
const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

export function revisionOf({ metadata }: Deployment): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** Newest revision first. */
export function replicaSetsOf(world: World, deployment: Deployment): ReplicaSet[] {
  const { namespace = '', uid, name } = deployment.metadata;
  return (world.store.inNamespace(replicaSets, namespace) as ReplicaSet[])
    .filter((set) =>
      set.metadata.ownerReferences?.some(
        (owner) => owner.kind === 'Deployment' && (uid === undefined ? owner.name === name : owner.uid === uid),
      ),
    )
    .toSorted((left, right) => revisionOf(right) - revisionOf(left));
}

/** The set that runs the deployment's template: the one that has run it before, otherwise a new one, as newest revision. */
export function replicaSetForTemplate(world: World, deployment: Deployment): ReplicaSet {
  const existing = replicaSetsOf(world, deployment);
  const revision = String(Math.max(0, ...existing.map(revisionOf)) + 1);
  const same = existing.find((set) => templateText(set.spec.template) === templateText(deployment.spec.template));
  if (same !== undefined) {
    const annotations = { ...same.metadata.annotations, [revisionAnnotation]: revision };
    return world.store.put<ReplicaSet>({ ...same, metadata: { ...same.metadata, annotations } });
  }
  return world.store.put(newReplicaSet(world, deployment, revision));
}

export function withRevision(deployment: Deployment, revision: number): Deployment {
  const annotations = { ...deployment.metadata.annotations, [revisionAnnotation]: String(revision) };
  return { ...deployment, metadata: { ...deployment.metadata, annotations } };
}

/** The template as people wrote it: without the label that the deployment controller adds. */
export function templateText(template: PodTemplate): string {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  const annotations = template.metadata?.annotations ?? {};
  return canonicalText({ labels, annotations, spec: template.spec });
}

function newReplicaSet(world: World, deployment: Deployment, revision: string): ReplicaSet {
  const { namespace = '', name: deploymentName, uid = '' } = deployment.metadata;
  const hash = generatedSuffix(templateText(deployment.spec.template), 10);
  const template = structuredClone(deployment.spec.template);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const name = `${deploymentName}-${hash}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace,
      uid: generatedUid(`${namespace}/${name}`),
      creationTimestamp: world.time,
      generation: 1,
      labels,
      annotations: { [revisionAnnotation]: revision },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: deploymentName,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...deployment.spec.selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}
