import type { ClusterIndex } from '../cluster-index.ts';
import { containersOf, type ContainerView } from '../containers/containers.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { isOfficial, KnownImages, registryOf } from './known-images.ts';
import { podSpecOf, type Workload } from '../workloads.ts';

const waitingForImage = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
]);
const nothingLearned = /^(?:Back-off pulling image "[^"]*"|Error: ImagePullBackOff|Error: ErrImagePull)$/;

/**
 * `image-pull-failed`: a container waits for an image that does not come. `reason` is the kubelet's, `message` what the
 * runtime said; `resembles` is an image of the same registry that is in use and is spelt almost like it;
 * `accessible` whether something else of its folder was pulled with the same credentials; `official` whether it is one of
 * Docker's own (`docker.io/library`), which need none: denied there, the image does not exist.
 */
export function imageFacts(index: ClusterIndex): ClusterFact[] {
  const known = new KnownImages(index);
  return index.workloads.flatMap((workload) => {
    const failed = workload.pods.flatMap(containersOf).filter(isWaitingForImage);
    const byContainer = new Map(failed.map((container) => [container.name, container]));
    return [...byContainer.values()].map((container) => imagePullFailed(index, workload, container, known));
  });
}

function isWaitingForImage({ status }: ContainerView): boolean {
  return waitingForImage.has(status?.state?.waiting?.reason ?? '');
}

function imagePullFailed(
  index: ClusterIndex,
  workload: Workload,
  container: ContainerView,
  known: KnownImages,
): ClusterFact {
  const pod = referenceOf(container.pod);
  const image = container.spec.image ?? '';
  const waiting = container.status?.state?.waiting;
  const events = index.events
    .of(pod, 'Failed', 'InspectFailed', 'FailedToRetrieveImagePullSecret')
    .filter((event) => (event.container ?? container.name) === container.name);
  const informative = events.filter(({ message }) => message.includes(image) && !nothingLearned.test(message)).at(-1);
  const own = waiting?.message ?? '';
  const message = nothingLearned.test(own) || own === '' ? (informative?.message ?? own) : own;
  const references = (podSpecOf(workload).imagePullSecrets ?? []).flatMap(({ name }) => name ?? []);
  const missing = index.snapshot.covers('Secret', workload.namespace)
    ? missingSecrets(index, workload.namespace, references)
    : [];
  return {
    fact: 'image-pull-failed',
    object: workload.object,
    container: container.name,
    image,
    registry: registryOf(image),
    reason: waiting?.reason ?? '',
    message,
    pullSecrets: references,
    missingPullSecrets: missing,
    resembles: known.resembling(image) ?? '',
    accessible: known.isAccessible(image, workload),
    official: isOfficial(image),
    evidence: [
      evidenceOf('object', pod, `container ${container.name} waits: ${waiting?.reason}: ${own}`),
      ...(informative === undefined ? [] : [eventEvidence(informative)]),
    ],
  };
}

function missingSecrets(index: ClusterIndex, namespace: string, names: readonly string[]): string[] {
  const present = new Set(
    index.snapshot.list('Secret').flatMap(({ metadata }) => (metadata.namespace === namespace ? metadata.name : [])),
  );
  return names.filter((name) => !present.has(name));
}
