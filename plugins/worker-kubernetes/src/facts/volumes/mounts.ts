import type { ClusterIndex } from '../cluster-index.ts';
import { containersOf, type ContainerView, isCrashing } from '../containers/containers.ts';
import { lastWordsOf } from '../containers/last-words.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { podSpecOf, type Workload } from '../workloads.ts';

const refused =
  /permission denied|operation not permitted|access denied|EACCES|EPERM|read-only (?:file system|directory)|EROFS|not writable|can't create|AccessDeniedException/i;
const storage =
  /\b(?:open|opening|create|creat|mkdir|write|writing|chown|chmod|chdir|read|reading|lock|unlink|rename|file|directory|folder|path|data dir|datadir|fopen|dump|touch|cp|mv)\b/i;

/** Volumes that hold data of the pod's own, not what Kubernetes itself projects into it. */
function dataMountsOf(workload: Workload, container: ContainerView): readonly string[] {
  const spec = podSpecOf(workload);
  const projected = new Set(
    (spec.volumes ?? []).flatMap(({ name, projected: view, downwardAPI }) =>
      view === undefined && downwardAPI === undefined ? [] : (name ?? []),
    ),
  );
  return (container.spec.volumeMounts ?? []).flatMap(({ name, mountPath }) =>
    mountPath === undefined || projected.has(name ?? '') || mountPath.startsWith('/var/run/secrets/kubernetes.io/')
      ? []
      : [mountPath],
  );
}

/**
 * `volume-permission-denied`: a container with a volume of data fails, and its last words are that it may not use a file.
 * `path` is the mount that the line names, where it names one.
 * `mount-failed`: the kubelet cannot mount a volume now. `missing` is the Secret or ConfigMap that it wants, `key` the entry
 * that is not in it; `held`: a volume that is for one node alone is in use on another.
 */
export function mountFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => [...permissionDenied(index, workload), ...mountFailed(index, workload)]);
}

function permissionDenied(index: ClusterIndex, workload: Workload): ClusterFact[] {
  const failing = workload.pods.flatMap(containersOf).filter(isCrashing);
  for (const container of failing) {
    const mounts = dataMountsOf(workload, container);
    if (mounts.length === 0) continue;
    const lines = lastWordsOf(index, workload, container).filter((line) => refused.test(line));
    const line =
      lines.findLast((text) => mounts.some((mount) => text.includes(mount))) ??
      lines.findLast((text) => storage.test(text));
    if (line === undefined) continue;
    return [
      {
        fact: 'volume-permission-denied',
        object: workload.object,
        container: container.name,
        line,
        path: mounts.find((mount) => line.includes(mount)) ?? '',
        mounts,
        evidence: [evidenceOf('log', referenceOf(container.pod), line)],
      },
    ];
  }
  return [];
}

/** What a mount lacks, in the kubelet's words: the object, or a key that the volume names and the object does not have. */
const missingObject = /\b(secret|configmap)s? "?(?:[^/"\s]+\/)?([^"\s]+?)"? (?:not found|not registered)/i;
const missingKey = /volume "([^"]+)" : references non-existent (secret|config) key: (\S+)/;
const heldElsewhere = /Multi-Attach error/;

function mountFailed(index: ClusterIndex, workload: Workload): ClusterFact[] {
  const waiting = workload.pods.filter(
    ({ spec, status }) => spec?.nodeName !== undefined && status?.phase === 'Pending',
  );
  for (const pod of waiting) {
    const events = index.events.of(referenceOf(pod), 'FailedMount', 'FailedAttachVolume', 'FailedMapVolume');
    const [last] = events.slice(-1);
    if (last === undefined) continue;
    // That it waited in vain is said after what it waits for, and tells nothing.
    const event =
      events.findLast(({ message }) =>
        [missingObject, missingKey, heldElsewhere, refused].some((words) => words.test(message)),
      ) ?? last;
    const [, kind = '', name = ''] = missingObject.exec(event.message) ?? [];
    const [, volume, ofKind = '', key = ''] = missingKey.exec(event.message) ?? [];
    const source = (pod.spec?.volumes ?? []).find((candidate) => candidate.name === volume);
    return [
      {
        fact: 'mount-failed',
        object: workload.object,
        message: event.message,
        missing: kind === '' ? (ofKind === 'config' ? 'configmap' : ofKind) : kind.toLowerCase(),
        name: name === '' ? (source?.secret?.secretName ?? source?.configMap?.name ?? '') : name,
        key,
        held: heldElsewhere.test(event.message),
        denied: refused.test(event.message),
        evidence: [eventEvidence(event)],
      },
    ];
  }
  return [];
}
