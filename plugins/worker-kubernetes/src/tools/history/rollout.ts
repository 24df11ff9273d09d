import type { Moment, ObjectReference } from '@hexaops/core';
import type { Deployment, Event, PodTemplate, ReplicaSet } from '../../cluster/index.ts';
import { lastSeen } from '../presentation/columns/cluster.ts';
import { compare } from '../presentation/order.ts';

/** A pod template that a workload was given, new or again. */
export interface Rollout {
  readonly object: ObjectReference;
  /** Undefined for a replica set that no deployment numbers. */
  readonly revision: number | undefined;
  /** RFC 3339; undefined where it was given again, and nothing that is left tells when. */
  readonly at: string | undefined;
  /** It is that of an earlier revision again. */
  readonly isBack: boolean;
  readonly images: string;
  /** `rolled out cart:2 in the place of cart:1` */
  readonly change: string;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** The numbers that the replica set had before it was used again. */
const historyAnnotation = 'deployment.kubernetes.io/revision-history';

/**
 * Every rollout that the replica sets still tell of, the latest first. A replica set is made when a pod template is new; one
 * that is used again, after a rollback, keeps the time of its making, so that the time comes from the events of that day, else
 * from the deployment's last progress.
 */
export function rolloutsOf(
  sets: readonly ReplicaSet[],
  events: readonly Event[],
  deployments: readonly Deployment[] = [],
): readonly Rollout[] {
  const scaledUp = Map.groupBy(
    events.filter(({ reason, message = '' }) => reason === 'ScalingReplicaSet' && message.startsWith('Scaled up')),
    ({ metadata, message = '' }) => `${metadata.namespace}/${/replica set ([a-z0-9.-]+)/.exec(message)?.[1] ?? ''}`,
  );
  const current = new Map(deployments.map((each) => [`${each.metadata.namespace}/${each.metadata.name}`, each]));
  const groups = Map.groupBy(sets, (set) => `${set.metadata.namespace}/${ownerOf(set)?.name ?? set.metadata.name}`);
  return latestFirst(
    [...groups].flatMap(([key, group]) => {
      const ordered = group.toSorted((a, b) => (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0) || madeAt(a) - madeAt(b));
      return ordered.map((set, index): Rollout => {
        const isBack = set.metadata.annotations?.[historyAnnotation] !== undefined;
        const seen = scaledUp.get(`${set.metadata.namespace}/${set.metadata.name}`) ?? [];
        const before = ordered[index - 1];
        return {
          object: referenceOf(set),
          revision: revisionOf(set),
          at: isBack ? usedAgainAt(set, before, seen, current.get(key)) : set.metadata.creationTimestamp,
          isBack,
          images: imagesIn(set),
          change: changeOf(imagesIn(set), before && imagesIn(before), isBack),
        };
      });
    }),
  );
}

/** Those of which nobody knows the time are the last. */
export function latestFirst(rollouts: readonly Rollout[]): readonly Rollout[] {
  return rollouts.toSorted((a, b) => instantOf(b) - instantOf(a));
}

/** A rollout is a change; one of which nobody knows the time is none that a time line can hold. */
export function momentOf({ at, revision, change, object }: Rollout, evidence: number): readonly Moment[] {
  if (at === undefined || Number.isNaN(Date.parse(at))) return [];
  const what = revision === undefined ? change : `revision ${revision}: ${change}`;
  // Kubernetes writes whole seconds.
  return [{ at: Date.parse(at), precision: 1000, kind: 'change', what, object, evidence: [evidence] }];
}

function usedAgainAt(
  set: ReplicaSet,
  before: ReplicaSet | undefined,
  scaledUp: readonly Event[],
  deployment: Deployment | undefined,
): string | undefined {
  const earliest = Math.max(madeAt(set), before === undefined ? 0 : madeAt(before));
  const progress =
    Number(deployment?.metadata.annotations?.[revisionAnnotation]) === revisionOf(set)
      ? deployment?.status?.conditions?.find(({ type }) => type === 'Progressing')?.lastUpdateTime
      : undefined;
  const isLater = (time: string | undefined) => Date.parse(time ?? '') > earliest;
  const seen = scaledUp.map((event) => lastSeen(event) ?? '').filter(isLater);
  return seen.toSorted(compare)[0] ?? [progress].find(isLater);
}

/** `previous`: the images of the revision before, where there is one. */
export function changeOf(images: string, previous: string | undefined, isBack: boolean): string {
  if (previous === undefined) return isBack ? `back to ${images}` : `made, with ${images}`;
  if (isBack) return `rolled back to ${images}${previous === images ? '' : ` from ${previous}`}`;
  return previous === images
    ? 'a new revision with the same images'
    : `rolled out ${images} in the place of ${previous}`;
}

function referenceOf(set: ReplicaSet): ObjectReference {
  const { namespace, name } = set.metadata;
  const owner = ownerOf(set);
  return owner === undefined
    ? { kind: 'ReplicaSet', namespace, name }
    : { kind: owner.kind ?? '', namespace, name: owner.name ?? '' };
}

function ownerOf({ metadata }: ReplicaSet) {
  return (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
}

function revisionOf({ metadata }: ReplicaSet): number | undefined {
  const revision = Number(metadata.annotations?.[revisionAnnotation]);
  return Number.isSafeInteger(revision) ? revision : undefined;
}

function imagesIn({ spec }: ReplicaSet): string {
  return imagesOf(spec?.template);
}

export function imagesOf(template: PodTemplate | undefined): string {
  return (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(', ');
}

function madeAt({ metadata }: ReplicaSet): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function instantOf({ at }: Rollout): number {
  return at === undefined ? -Infinity : Date.parse(at);
}
