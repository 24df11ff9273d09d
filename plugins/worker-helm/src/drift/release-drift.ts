import type { KubernetesObject } from '@hexaops/core';
import type { LiveObject } from '../live/index.ts';
import type { ManifestObject } from '../manifest/index.ts';
import { bounded, isObject, type Json, textOf } from '../record/index.ts';
import { type Author, changedBy } from './changed-by.ts';
import { type DriftedField, driftOf } from './drift.ts';

export interface DriftedObject {
  readonly object: ManifestObject;
  /** It is in the manifest, and not in the cluster. */
  readonly isMissing: boolean;
  readonly fields: readonly (DriftedField & { readonly author?: Author })[];
}

/** The objects of a release that are not what its manifest says. What is as it should be is left out. */
export function driftOfRelease(
  objects: readonly LiveObject[],
  autoscaled: ReadonlySet<string>,
): readonly DriftedObject[] {
  return objects.flatMap(({ manifest, live }): readonly DriftedObject[] => {
    if (live === undefined) return isMeantToGo(manifest) ? [] : [{ object: manifest, isMissing: true, fields: [] }];
    const fields = driftOf(manifest.object, plain(live))
      .filter(({ path }) => !(path === 'spec.replicas' && autoscaled.has(`${manifest.kind}/${manifest.name}`)))
      .filter(({ path }) => !(path.startsWith('data') && 'dataKeys' in live))
      .map((field) => {
        const author = changedBy(managedFieldsOf(live), field.path);
        return author === undefined ? field : { ...field, author };
      });
    return fields.length === 0 ? [] : [{ object: manifest, isMissing: false, fields }];
  });
}

/** `Deployment/checkout` of each workload whose replicas an autoscaler sets. */
export function autoscaledBy(autoscalers: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    autoscalers.flatMap((autoscaler) => {
      const spec = isObject(autoscaler) ? autoscaler['spec'] : undefined;
      const target = isObject(spec) ? spec['scaleTargetRef'] : undefined;
      return isObject(target) ? [`${textOf(target['kind'] ?? '')}/${textOf(target['name'] ?? '')}`] : [];
    }),
  );
}

/** Jobs and the like are taken away when they have done their work. */
function isMeantToGo({ kind, object }: ManifestObject): boolean {
  const { spec } = object;
  return kind === 'Pod' || (kind === 'Job' && isObject(spec) && spec['ttlSecondsAfterFinished'] !== undefined);
}

function plain(object: KubernetesObject): Readonly<Record<string, Json>> {
  const value = bounded(object);
  return isObject(value) ? value : {};
}

function managedFieldsOf({ metadata }: KubernetesObject): Json | undefined {
  const { managedFields } = metadata;
  return managedFields === undefined ? undefined : bounded(managedFields);
}
