import { resources, type Resource } from '../../cluster/index.ts';

/** What a file of a bundle is, by its path. */
export type Place =
  | {
      readonly holds: 'list';
      readonly resource: Resource;
      readonly namespace: string | undefined;
      readonly format: 'json' | 'yaml';
    }
  | {
      readonly holds: 'log';
      readonly namespace: string;
      readonly pod: string;
      readonly container: string;
      readonly previous: boolean;
    }
  | { readonly holds: 'log-error'; readonly namespace: string; readonly pod: string; readonly container: string }
  | { readonly holds: 'errors'; readonly resource: Resource }
  | { readonly holds: 'evidence'; readonly name: string };

const byBundleName = new Map(resources.flatMap((resource) => resource.bundleNames.map((name) => [name, resource])));

/**
 * The layout of Troubleshoot.sh: `cluster-resources/NAME/NAMESPACE.json`, `NAME.json` for what has no namespace (early
 * releases: `pvs` without an extension), `NAME-errors.json`, `custom-resources/CRD/NAMESPACE.json` or `.yaml`,
 * `pods/logs/NAMESPACE/POD/CONTAINER.log`, `-previous.log`, `-logs-errors.log`. Undefined for what is not read.
 */
export function placeOf(path: string): Place | undefined {
  const [root, ...segments] = path.split('/');
  const rest = segments.join('/');
  // What file managers leave behind: `._shop.json`.
  if (segments.at(-1)?.startsWith('.') !== false) return undefined;
  if (root === 'evidence') return segments.length === 1 ? { holds: 'evidence', name: rest } : undefined;
  return logPlace(rest) ?? errorsPlace(rest) ?? listPlace(rest);
}

const logPath = /^pods\/logs\/([^/]+)\/([^/]+)\/([^/]+?)(-previous|-logs-errors)?\.log$/;

function logPlace(path: string): Place | undefined {
  const [, namespace, pod, container, suffix] = logPath.exec(path) ?? [];
  if (namespace === undefined || pod === undefined || container === undefined) return undefined;
  if (suffix === '-logs-errors') return { holds: 'log-error', namespace, pod, container };
  return { holds: 'log', namespace, pod, container, previous: suffix === '-previous' };
}

function errorsPlace(path: string): Place | undefined {
  const resource = byBundleName.get(/^([^/]+)-errors\.json$/.exec(path)?.[1] ?? '');
  return resource && { holds: 'errors', resource };
}

function listPlace(path: string): Place | undefined {
  const [, extension] = /\.(json|yaml)$/.exec(path) ?? [];
  const stem = extension === undefined ? path : path.slice(0, -extension.length - 1);
  const format = extension === 'yaml' ? 'yaml' : 'json';
  const whole = byBundleName.get(stem);
  if (whole !== undefined) return { holds: 'list', resource: whole, namespace: undefined, format };
  const slash = stem.lastIndexOf('/');
  const resource = byBundleName.get(stem.slice(0, slash));
  if (extension === undefined || resource === undefined || !resource.namespaced) return undefined;
  return { holds: 'list', resource, namespace: stem.slice(slash + 1), format };
}
