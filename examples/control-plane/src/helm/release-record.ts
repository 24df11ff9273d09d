import { gunzipSync, gzipSync } from 'node:zlib';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { Problem } from '../problem.ts';

export const recordType = 'helm.sh/release.v1';

/** The Secret that Helm keeps one revision of a release in. */
export interface RecordObject extends KubernetesObject {
  type: string;
  data: { release: string };
}

/** One revision of a release, as Helm has written it (helm.sh/helm/v4/pkg/release). */
export interface ReleaseRecord extends JsonObject {
  name: string;
  namespace: string;
  version: number;
  manifest: string;
  info: JsonObject & { status: string; description?: string };
  chart: JsonObject;
  config?: JsonObject;
}

const mostBytes = 16 * 1024 * 1024;

/** JSON, compressed, in base64; and as every value of a Secret in base64 once more. */
export function decodeRecord(object: KubernetesObject): ReleaseRecord {
  const { data } = object as RecordObject;
  const encoded = Buffer.from(data.release, 'base64').toString('utf8');
  const text = gunzipSync(Buffer.from(encoded, 'base64'), { maxOutputLength: mostBytes }).toString('utf8');
  const record: unknown = JSON.parse(text);
  if (!isJsonObject(record) || !isJsonObject(record['info']) || typeof record['manifest'] !== 'string') {
    throw new Problem(500, `${object.metadata.name} holds no release`);
  }
  return record as ReleaseRecord;
}

export function recordObject(record: ReleaseRecord): RecordObject {
  const encoded = gzipSync(JSON.stringify(record)).toString('base64');
  const { name, namespace, version, info } = record;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: recordType,
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace,
      labels: { name, owner: 'helm', status: info.status, version: String(version) },
    },
    data: { release: Buffer.from(encoded).toString('base64') },
  };
}
