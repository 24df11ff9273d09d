import { type KubernetesObject, masked, messageOf } from '@hexaops/core';
import { isObject, parseBounded } from './bounded-json.ts';
import { fromBase64, inflateRecord, NotARecord } from './inflate.ts';
import {
  type Chart,
  type Json,
  type JsonObject,
  type LabelledRelease,
  type Release,
  type ReleaseStatus,
  releaseStatuses,
} from './release.ts';

export type Decoded = { readonly release: Release } | { readonly labelled: LabelledRelease };

/**
 * The release of a Secret of type `helm.sh/release.v1` or of a ConfigMap that Helm keeps records in, as its storage
 * drivers write them (helm.sh/helm/v4/pkg/storage/driver): a Secret's data are base64 once more. What cannot be decoded,
 * or may not be read, gives what its labels say. Undefined for what is no record at all.
 */
export async function decodeRecord(object: KubernetesObject): Promise<Decoded | undefined> {
  const labelled = labelsOf(object);
  if (labelled === undefined) return undefined;
  const data = object['data'];
  const stored = isObject(data) ? data['release'] : undefined;
  if (typeof stored !== 'string') return { labelled: { ...labelled, reason: 'its content may not be read' } };
  try {
    const encoded = object.kind === 'Secret' ? fromBase64(stored).toString('utf8') : stored;
    if (/^(\*+|\[masked\])$/.test(encoded) || encoded === masked) {
      return { labelled: { ...labelled, reason: 'its content is masked for this user' } };
    }
    const release = releaseOf(parseBounded(await inflateRecord(encoded)), object, labelled);
    return { release };
  } catch (error) {
    if (!(error instanceof NotARecord)) throw error;
    return { labelled: { ...labelled, reason: `its record cannot be read: ${messageOf(error)}` } };
  }
}

/** A record's name and place are those of the object: what its content says of them is nobody's proof. */
function labelsOf({ metadata }: KubernetesObject): Omit<LabelledRelease, 'reason'> | undefined {
  const { name, version, status, owner } = metadata.labels ?? {};
  if (owner !== 'helm' || name === undefined || metadata.namespace === undefined) return undefined;
  const revision = Number(version);
  if (!Number.isSafeInteger(revision) || revision < 1) return undefined;
  return { name, namespace: metadata.namespace, revision, status: statusOf(status) };
}

function statusOf(text: unknown): ReleaseStatus {
  return releaseStatuses.find((status) => status === text) ?? 'unknown';
}

function releaseOf(
  document: Json,
  { metadata }: KubernetesObject,
  { name, namespace, revision, status }: Omit<LabelledRelease, 'reason'>,
): Release {
  if (!isObject(document)) throw new NotARecord('it is no release');
  const { info, chart, config, manifest } = document;
  const told = isObject(info) ? info : {};
  const { resourceVersion } = metadata;
  const deployedAt = Date.parse(textOf(told['last_deployed']));
  return {
    name,
    namespace,
    revision,
    status: told['status'] === undefined ? status : statusOf(told['status']),
    description: textOf(told['description']),
    deployedAt: Number.isNaN(deployedAt) ? undefined : deployedAt,
    chart: chartOf(isObject(chart) ? chart : {}),
    values: isObject(config) ? config : {},
    manifest: textOf(manifest),
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined,
  };
}

function chartOf({ metadata, values, templates }: JsonObject): Chart {
  const told = isObject(metadata) ? metadata : {};
  const appVersion = textOf(told['appVersion']);
  return {
    name: textOf(told['name']),
    version: textOf(told['version']),
    appVersion: appVersion === '' ? undefined : appVersion,
    values: isObject(values) ? values : {},
    templates: new Map(
      (Array.isArray(templates) ? (templates as readonly Json[]) : []).flatMap((template) => {
        if (!isObject(template) || typeof template['name'] !== 'string' || typeof template['data'] !== 'string')
          return [];
        return [[template['name'], Buffer.from(template['data'], 'base64').toString('utf8')] as const];
      }),
    ),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
