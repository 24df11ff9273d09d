import type { ToolContext } from '@hexaops/core';
import type { ControllerRevision, Pod } from '../../cluster/index.ts';
import type { ClusterAccess, Reading } from '../access.ts';
import { type Rollout, changeOf, imagesOf, latestFirst } from './rollout.ts';

/** Of a pod of a stateful set the name of its revision; of one of a daemon set the end of that name. */
const hashLabel = 'controller-revision-hash';

/** The rollouts of stateful sets and daemon sets, and what was read for them: pods only where they tell the time of a rollback. */
export async function readRolloutsByRevision(
  access: ClusterAccess,
  context: ToolContext,
  namespace: string | undefined,
): Promise<{
  readonly rollouts: readonly Rollout[];
  readonly readings: readonly Reading<'ControllerRevision' | 'Pod'>[];
}> {
  const revisions = await access.list('ControllerRevision', context, namespace);
  const rollouts = rolloutsByRevision(revisions.items);
  if (!rollouts.some(({ isBack }) => isBack)) return { rollouts, readings: [revisions] };
  const pods = await access.list('Pod', context, namespace);
  return { rollouts: rolloutsByRevision(revisions.items, pods.items), readings: [revisions, pods] };
}

/**
 * Every rollout of stateful sets and daemon sets that their controller revisions still tell of, the latest first. A template
 * that is given again gets the next number and keeps the time of its making, so that the time comes from the first pod that
 * was made by it since.
 */
function rolloutsByRevision(revisions: readonly ControllerRevision[], pods: readonly Pod[] = []): readonly Rollout[] {
  const byHash = Map.groupBy(pods, ({ metadata }) => `${metadata.namespace}/${metadata.labels?.[hashLabel] ?? ''}`);
  const owned = revisions.flatMap((revision) => {
    const owner = (revision.metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
    return owner === undefined ? [] : [{ revision, kind: owner.kind ?? '', name: owner.name ?? '' }];
  });
  const groups = Map.groupBy(owned, ({ revision, kind, name }) => `${kind}/${revision.metadata.namespace}/${name}`);
  return latestFirst(
    [...groups.values()].flatMap((group) => {
      const ordered = group.toSorted((a, b) => (a.revision.revision ?? 0) - (b.revision.revision ?? 0));
      return ordered.map(({ revision, kind, name }, index): Rollout => {
        const { namespace, creationTimestamp } = revision.metadata;
        const before = ordered[index - 1]?.revision;
        const latest = Math.max(...ordered.slice(0, index).map((each) => madeAt(each.revision)));
        const isBack = madeAt(revision) < latest;
        const made = [revision.metadata.name, revision.metadata.name.slice(name.length + 1)].flatMap(
          (hash) => byHash.get(`${namespace}/${hash}`) ?? [],
        );
        return {
          object: { kind, namespace, name },
          revision: revision.revision,
          at: isBack ? firstSince(made, latest) : creationTimestamp,
          isBack,
          images: imagesIn(revision),
          change: changeOf(imagesIn(revision), before && imagesIn(before), isBack),
        };
      });
    }),
  );
}

function firstSince(pods: readonly Pod[], earliest: number): string | undefined {
  return pods
    .map(({ metadata }) => metadata.creationTimestamp ?? '')
    .filter((time) => Date.parse(time) > earliest)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function imagesIn({ data }: ControllerRevision): string {
  return imagesOf(data?.spec?.template);
}

function madeAt({ metadata }: ControllerRevision): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}
