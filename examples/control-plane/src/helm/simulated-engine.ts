import { parseAllDocuments } from 'yaml';
import type { Clock } from '../clock.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { differenceAsMergePatch } from '../kubernetes/merge-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupAndVersion, resourceNamed, resourceOfKind } from '../kubernetes/resources.ts';
import { KubernetesError } from '../kubernetes/status.ts';
import { Problem } from '../problem.ts';
import type { ReleaseEngine } from './release-engine.ts';
import { recordObject } from './release-record.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseTarget } from './release-target.ts';

/**
 * Helm in front of a recorded cluster, as far as records alone go: a rollback changes the objects by what the two manifests
 * differ in, and writes the new revision's record. Objects that only the newer one has stay; charts are not rendered.
 */
export class SimulatedEngine implements ReleaseEngine {
  readonly #cluster: Cluster;
  readonly #clock: Clock;

  constructor(cluster: Cluster, clock: Clock) {
    this.#cluster = cluster;
    this.#clock = clock;
  }

  async rollBack({ revisions, latest, namespace }: ReleaseTarget, to: ReleaseRecord): Promise<number> {
    const former = new Map(objectsOf(latest.manifest, namespace).map((object) => [keyOf(object), object]));
    for (const object of objectsOf(to.manifest, namespace)) await this.#change(former.get(keyOf(object)), object);
    const version = latest.version + 1;
    for (const record of revisions.filter(({ info }) => info.status === 'deployed')) {
      await this.#write({ ...record, info: { ...record.info, status: 'superseded' } });
    }
    const time = new Date(this.#clock.now()).toISOString();
    const info = { ...to.info, status: 'deployed', description: `Rollback to ${to.version}`, last_deployed: time };
    await this.#write({ ...to, version, info });
    return version;
  }

  async upgrade(): Promise<number> {
    throw new Problem(501, 'a recorded cluster has no Helm that renders the chart: only a rollback can be simulated');
  }

  async #change(former: KubernetesObject | undefined, object: KubernetesObject): Promise<void> {
    const known = resourceOfKind(groupAndVersion(object).group, object.kind);
    if (known === undefined) throw new Problem(501, `${object.kind} is not simulated`);
    const { name, namespace = null } = object.metadata;
    const place = { name, namespace: known.namespaced ? namespace : null };
    const isThere = await this.#cluster.get(known, place).then(
      () => true,
      (error: unknown) => {
        if (error instanceof KubernetesError && error.code === 404) return false;
        throw error;
      },
    );
    if (!isThere) await this.#cluster.apply(known, object);
    else if (former !== undefined) {
      const patch = differenceAsMergePatch(
        former as KubernetesObject & JsonObject,
        object as KubernetesObject & JsonObject,
      );
      if (Object.keys(patch).length > 0) await this.#cluster.patch(known, place, patch);
    }
  }

  async #write(record: ReleaseRecord): Promise<void> {
    await this.#cluster.apply(resourceNamed('secrets'), recordObject(record));
  }
}

/** Secrets hold nothing that the simulation looks at. */
function objectsOf(manifest: string, namespace: string): KubernetesObject[] {
  return parseAllDocuments(manifest, { version: '1.1' }).flatMap((document) => {
    const value: unknown = 'toJS' in document ? document.toJS() : undefined;
    if (!isJsonObject(value) || !isJsonObject(value['metadata']) || value['kind'] === 'Secret') return [];
    const object = value as unknown as KubernetesObject;
    return [{ ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } }];
  });
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
