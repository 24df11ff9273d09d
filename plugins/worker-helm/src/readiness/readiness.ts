import type { ClusterReader, KubernetesObject, ToolContext } from '@hexaops/core';
import type { LiveObject } from '../live/index.ts';
import type { ManifestObject } from '../manifest/index.ts';
import { bounded, isObject, type Json, type JsonObject, textOf } from '../record/index.ts';
import { type PodTrouble, troubleOf } from './pod-trouble.ts';

/** An object of a release that is not as it has to be, in Kubernetes' own words. */
export interface Unready {
  readonly object: ManifestObject;
  /** `updated: 1 of 2`, or the message of a condition. */
  readonly what: string;
  /** Waiting will not help. */
  readonly isBroken: boolean;
  /** Why its newest pods do not get ready. */
  readonly trouble?: PodTrouble;
}

/** Objects whose pods are looked at. */
const most = 20;
const podsResource = { group: '', version: 'v1', resource: 'pods' } as const;

/** The objects that Helm itself would still wait for, with what their pods say. */
export async function unreadyOf(
  reader: ClusterReader,
  objects: readonly LiveObject[],
  home: string,
  context: ToolContext,
): Promise<readonly Unready[]> {
  const waiting = objects.flatMap(({ manifest, live }): Unready[] => {
    const state = live === undefined ? undefined : stateOf(manifest.kind, live);
    return state === undefined ? [] : [{ object: manifest, ...state }];
  });
  const found: Unready[] = [];
  for (const [index, unready] of waiting.entries()) {
    const live = objects.find(({ manifest }) => manifest === unready.object)?.live;
    const selector = live === undefined ? undefined : selectorOf(live);
    if (selector === undefined || index >= most) found.push(unready);
    else found.push(await withTrouble(reader, unready, selector, unready.object.namespace ?? home, context));
  }
  return found;
}

async function withTrouble(
  reader: ClusterReader,
  unready: Unready,
  labelSelector: string,
  namespace: string,
  context: ToolContext,
): Promise<Unready> {
  const { items } = await reader.list(podsResource, { namespace, labelSelector }, context);
  const trouble = troubleOf(items);
  return trouble === undefined ? unready : { ...unready, trouble, isBroken: unready.isBroken || trouble.isBroken };
}

type State = Pick<Unready, 'what' | 'isBroken'>;

function stateOf(kind: string, live: KubernetesObject): State | undefined {
  const spec = fields(live['spec']);
  const status = fields(live['status']);
  const refused = conditionOf(status, 'ReplicaFailure', 'True');
  if (refused !== undefined) return { what: `pods are refused: ${refused}`, isBroken: true };
  const late = conditionOf(status, 'Progressing', 'False');
  if (late !== undefined) return { what: late, isBroken: true };
  const failed = kind === 'Job' ? conditionOf(status, 'Failed', 'True') : undefined;
  if (failed !== undefined) return { what: failed, isBroken: true };
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet': {
      const wanted = numberOf(spec['replicas'], 1);
      const updated = numberOf(status['updatedReplicas'], wanted === 0 ? 0 : numberOf(status['readyReplicas'], 0));
      const ready = numberOf(status['readyReplicas'], 0);
      const seen = numberOf(status['observedGeneration'], 0) >= numberOf(live.metadata['generation'], 0);
      if (!seen || updated < wanted || ready < wanted || numberOf(status['replicas'], wanted) > wanted)
        return { what: `updated: ${updated} of ${wanted}, ready: ${ready}`, isBroken: false };
      return undefined;
    }
    case 'DaemonSet': {
      const wanted = numberOf(status['desiredNumberScheduled'], 0);
      const ready = numberOf(status['numberReady'], 0);
      return ready < wanted ? { what: `ready: ${ready} of ${wanted}`, isBroken: false } : undefined;
    }
    case 'PersistentVolumeClaim': {
      const { phase } = status;
      return phase === 'Lost' ? { what: 'its volume is lost', isBroken: true } : undefined;
    }
    default:
      return undefined;
  }
}

function conditionOf({ conditions }: JsonObject, type: string, status: string): string | undefined {
  const found = (Array.isArray(conditions) ? (conditions as readonly Json[]) : [])
    .filter(isObject)
    .find((condition) => condition['type'] === type && condition['status'] === status);
  if (found === undefined) return undefined;
  return textOf(found['message'] ?? found['reason'] ?? type);
}

function selectorOf(live: KubernetesObject): string | undefined {
  const labels = fields(fields(fields(live['spec'])['selector'])['matchLabels']);
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${textOf(value)}`);
  return pairs.length === 0 ? undefined : pairs.join(',');
}

function fields(value: unknown): JsonObject {
  const json = value === undefined ? null : bounded(value);
  return isObject(json) ? json : {};
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
