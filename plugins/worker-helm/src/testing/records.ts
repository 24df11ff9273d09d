import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '@hexaops/core';

/**
 * Records as real releases have left them in a cluster: `checkout` by Helm 4 with a failed upgrade, `old` by Helm 3, and
 * `mapped` by Helm 4 in ConfigMaps. The chart is that of the tests with a real cluster.
 */
export const recorded = (
  JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as { items: readonly KubernetesObject[] }
).items;

export interface RecordParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly revision?: number;
  readonly status?: string;
  readonly description?: string;
  /** RFC 3339. */
  readonly deployed?: string;
  readonly chart?: object;
  readonly defaults?: object;
  /** Sources by path. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly values?: object;
  readonly manifest?: string;
  readonly notes?: string;
}

/** A record as Helm would have written it. */
export function recordOf(parts: RecordParts = {}): KubernetesObject {
  const { name = 'checkout', namespace = 'shop', revision = 1, status = 'deployed' } = parts;
  const release = {
    name,
    namespace,
    version: revision,
    info: {
      status,
      description: parts.description ?? 'Install complete',
      last_deployed: parts.deployed ?? '2026-03-01T10:00:00Z',
      notes: parts.notes ?? '',
    },
    chart: {
      metadata: { name: 'shop', version: '1.0.0', appVersion: '2.3', ...parts.chart },
      values: parts.defaults ?? {},
      templates: Object.entries(parts.templates ?? {}).map(([path, source]) => ({
        name: path,
        data: Buffer.from(source).toString('base64'),
      })),
    },
    config: parts.values ?? {},
    manifest: parts.manifest ?? '',
  };
  return secretOf({ name, namespace, revision, status }, gzipSync(JSON.stringify(release)));
}

export interface RecordLabels {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
}

/** A Secret of Helm's that holds these bytes, whatever they are. */
export function secretOf({ name, namespace, revision, status }: RecordLabels, bytes: Buffer): KubernetesObject {
  const encoded = bytes.toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { name, owner: 'helm', status, version: String(revision) },
      resourceVersion: String(100 + revision),
    },
    data: { release: Buffer.from(encoded).toString('base64') },
  };
}
