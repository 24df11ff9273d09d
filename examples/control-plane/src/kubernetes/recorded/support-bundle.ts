import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject } from '../../json.ts';
import type { KubernetesObject } from '../object.ts';
import { groupAndVersion, resourceOfKind } from '../resources.ts';
import type { KnownResource } from '../resources.ts';
import type { LogSource, RecordedLog } from './log-source.ts';

export interface SupportBundle {
  readonly objects: KubernetesObject[];
  /** Resources of kinds that not every cluster has, by the folders that hold them. */
  readonly additionalResources: KnownResource[];
  readonly logs: LogSource;
}

/**
 * Reads a Troubleshoot.sh support bundle (https://troubleshoot.sh/docs/collect/cluster-resources/): Kubernetes lists at
 * `cluster-resources/RESOURCE/NAMESPACE.json`, or `cluster-resources/RESOURCE.json` for those of the whole cluster, and
 * `cluster-resources/custom-resources/PLURAL.GROUP/NAMESPACE.json`. Folder names such as `pvcs` are not relied upon: an
 * object tells its own kind. A file that is no list of objects (errors, API discovery) is passed over.
 */
export async function readSupportBundle(directory: string): Promise<SupportBundle> {
  const root = join(directory, 'cluster-resources');
  const objects: KubernetesObject[] = [];
  const additional = new Map<string, KnownResource>();
  for (const file of await jsonFiles(root)) {
    const found = objectsOf(JSON.parse(await readFile(file, 'utf8')));
    objects.push(...found);
    for (const object of found) {
      const resource = customResource(file, object);
      if (resource !== undefined) additional.set(`${resource.group}/${resource.plural}`, resource);
    }
  }
  return { objects, additionalResources: [...additional.values()], logs: logsIn(join(root, 'pods', 'logs')) };
}

async function jsonFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && !entry.name.endsWith('-errors.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function objectsOf(content: unknown): KubernetesObject[] {
  const list = isJsonObject(content) ? content : {};
  const items: unknown = Array.isArray(content) ? content : list['items'];
  if (!Array.isArray(items)) return [];
  const inherited = {
    ...(typeof list['apiVersion'] === 'string' && { apiVersion: list['apiVersion'] }),
    ...(typeof list['kind'] === 'string' && { kind: list['kind'].replace(/List$/, '') }),
  };
  return items.map((item: object) => ({ ...inherited, ...item })).filter(isKubernetesObject);
}

function isKubernetesObject(value: object): value is KubernetesObject {
  return (
    'apiVersion' in value &&
    typeof value.apiVersion === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'metadata' in value &&
    isJsonObject(value.metadata) &&
    typeof value.metadata['name'] === 'string'
  );
}

function customResource(file: string, object: KubernetesObject): KnownResource | undefined {
  const { group, version } = groupAndVersion(object);
  if (resourceOfKind(group, object.kind) !== undefined) return undefined;
  const inNamespace = object.metadata.namespace !== undefined;
  const folder = inNamespace ? basename(join(file, '..')) : basename(file, '.json');
  const plural = folder.endsWith(`.${group}`) ? folder.slice(0, -group.length - 1) : `${object.kind.toLowerCase()}s`;
  return { group, version, plural, kind: object.kind, namespaced: inNamespace };
}

/** Names come from a parsed path or from recorded objects, whose segments cannot leave the directory; it is checked again. */
function logsIn(directory: string): LogSource {
  const read = async (log: RecordedLog, ending: string): Promise<string | undefined> => {
    const names = [log.namespace, log.pod, log.container];
    if (names.some((name) => name !== basename(name) || name.startsWith('.'))) return undefined;
    const file = join(directory, log.namespace, log.pod, `${log.container}${ending}`);
    return existsSync(file) ? readFile(file, 'utf8') : undefined;
  };
  return {
    read: (log) => read(log, log.previous ? '-previous.log' : '.log'),
    readRefusal: (log) => read(log, log.previous ? '-previous-logs-errors.log' : '-logs-errors.log'),
  };
}
