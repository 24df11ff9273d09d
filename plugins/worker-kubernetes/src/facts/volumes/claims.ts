import type { PersistentVolumeClaim } from '../../cluster/objects.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, type EvidenceReference, evidenceOf, keyOf, referenceOf } from '../fact.ts';
import { append } from '../labels.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { classOf, decisiveMismatch, isDefaultClass, mismatchesOf, type VolumeCheck } from './matching.ts';

/** Claims that pods wait for, and the workloads that wait. */
export interface ClaimUse {
  readonly users: ReadonlyMap<string, readonly Workload[]>;
  /** By namespace: the claims that workloads name and that do not exist. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
}

export function readClaimUse(index: ClusterIndex): ClaimUse {
  const users = new Map<string, Workload[]>();
  for (const workload of index.workloads) {
    for (const name of claimNamesOf(workload)) {
      append(users, keyOf({ kind: 'PersistentVolumeClaim', namespace: workload.namespace, name }), workload);
    }
  }
  const present = new Set(index.snapshot.list('PersistentVolumeClaim').map((claim) => keyOf(referenceOf(claim))));
  const missing = new Map<string, string[]>();
  for (const [key, [workload]] of users) {
    if (
      workload === undefined ||
      present.has(key) ||
      !index.snapshot.covers('PersistentVolumeClaim', workload.namespace)
    )
      continue;
    append(missing, workload.namespace, key.split('/').at(-1) ?? '');
  }
  return { users, missing };
}

/** Of the template's volumes and of what a StatefulSet makes for each of its pods. */
function claimNamesOf(workload: Workload): readonly string[] {
  const named = [podSpecOf(workload), ...workload.pods.map(({ spec }) => spec)].flatMap((spec) =>
    (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []),
  );
  return [...new Set(named)];
}

/**
 * `claim-pending`: a claim that a workload uses has no volume. `mismatch` is what alone keeps the nearest volume away;
 * `storageClass` and `classExists` tell whether its class is there. `size` and `modes` are what it asks for, `volumeSize`,
 * `volumeModes` and `volumeClass` what the nearest volume has; `existingClasses` are names. All are words for summaries.
 * `refused`: what the provisioner will not make, `access-mode` or `selector`, in its words (`message`); empty where it does not say so.
 * `claim-missing`: a workload names a claim that does not exist.
 */
export function claimFacts(index: ClusterIndex, { users, missing }: ClaimUse): ClusterFact[] {
  const pending = index.snapshot
    .list('PersistentVolumeClaim')
    .filter(({ status }) => status?.phase === 'Pending' || status?.phase === 'Lost')
    .flatMap((claim) => {
      const waiting = users.get(keyOf(referenceOf(claim))) ?? [];
      return waiting.map((workload) => claimPending(index, claim, workload));
    });
  const absent = [...missing].flatMap(([namespace, names]) =>
    names.flatMap((name) => {
      const reference = { kind: 'PersistentVolumeClaim', namespace, name };
      return (users.get(keyOf(reference)) ?? []).map((workload): ClusterFact => ({
        fact: 'claim-missing',
        object: workload.object,
        claim: name,
        evidence: [evidenceOf('object', workload.object, `a volume names the claim ${name}, which does not exist`)],
      }));
    }),
  );
  return [...pending, ...absent];
}

/** Drivers speak of the modes of Kubernetes, or by the names that the interface for storage has: `MULTI_NODE_MULTI_WRITER`. */
const refusedMode = /access ?modes?\b|\b(?:SINGLE|MULTI)_NODE_|\bmulti(?:ple)?[- ](?:node|writer)/i;

/** The words of the library that most provisioners are built with. */
const refusedSelector = /claim\.?(?:spec\.)? ?selector is not supported/i;

function refusedIn(message: string): 'access-mode' | 'selector' | '' {
  if (refusedSelector.test(message)) return 'selector';
  return refusedMode.test(message) ? 'access-mode' : '';
}

function claimPending(index: ClusterIndex, claim: PersistentVolumeClaim, workload: Workload): ClusterFact {
  const reference = referenceOf(claim);
  const storageClass = classOf(claim);
  const classes = index.snapshot.list('StorageClass');
  const storage = classes.find(({ metadata }) => metadata.name === storageClass);
  const event = index.events.of(reference, 'ProvisioningFailed', 'FailedBinding', 'VolumeMismatch').at(-1);
  const message = event?.message ?? '';
  const checks: VolumeCheck[] = index.snapshot
    .list('PersistentVolume')
    .map((volume) => ({ volume, mismatches: mismatchesOf(claim, volume) }));
  const nearest = decisiveMismatch(checks);
  const named = claim.spec?.volumeName;
  const namedVolume = checks.find(({ volume }) => volume.metadata.name === named);
  const [ofNamed] = namedVolume === undefined ? [] : [...namedVolume.mismatches];
  const evidence: EvidenceReference[] = [
    evidenceOf('object', reference, `Pending; asks for ${JSON.stringify(claim.spec ?? {})}`),
    ...(event === undefined ? [] : [eventEvidence(event)]),
  ];
  const volume = ofNamed === undefined ? nearest?.volume : namedVolume?.volume;
  const mismatch = ofNamed ?? nearest?.mismatch ?? 'none';
  if (nearest !== undefined && ofNamed === undefined) {
    const { status, spec } = nearest.volume;
    evidence.push(
      evidenceOf(
        'object',
        referenceOf(nearest.volume),
        `${status?.phase}; differs by ${mismatch}: ${JSON.stringify(spec ?? {})}`,
      ),
    );
  }
  return {
    fact: 'claim-pending',
    object: workload.object,
    claim: claim.metadata.name,
    storageClass,
    size: claim.spec?.resources?.requests?.['storage'] ?? 'nothing',
    modes: (claim.spec?.accessModes ?? []).join(', '),
    volumeSize: volume?.spec?.capacity?.['storage'] ?? 'nothing',
    volumeModes: (volume?.spec?.accessModes ?? []).join(', '),
    volumeClass: volume === undefined ? '' : classOf(volume),
    existingClasses: inWords(classes.map(({ metadata }) => metadata.name)),
    // Without all classes being read, or with the scheduler's own default, nothing can be said of a missing one.
    // A class may be nothing but a name that claims and volumes share.
    classExists:
      storageClass === '' ||
      storage !== undefined ||
      checks.some(({ volume }) => classOf(volume) === storageClass) ||
      !index.snapshot.covers('StorageClass'),
    // A claim that names its volume gets that one or none, whatever its class would make or wait for.
    provisions:
      ofNamed === undefined &&
      storage?.provisioner !== undefined &&
      storage.provisioner !== 'kubernetes.io/no-provisioner',
    waitsForPod: ofNamed === undefined && storage?.volumeBindingMode === 'WaitForFirstConsumer',
    hasDefaultClass: classes.some(({ metadata }) => isDefaultClass(metadata.annotations)),
    mismatch,
    refused: event?.reason === 'ProvisioningFailed' ? refusedIn(message) : '',
    volumes: checks.length,
    volume: volume?.metadata.name ?? '',
    message,
    evidence,
  };
}

const mostNames = 5;

function inWords(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.toSorted().slice(0, mostNames);
  return names.length > mostNames ? `${shown.join(', ')} and others` : shown.join(', ');
}
