import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../people/people.ts';

/** One workspace for each namespace of which pods were recorded; those of the system come last. */
export async function workspacesOf(bundle: string): Promise<readonly Workspace[]> {
  const files = await readdir(join(bundle, 'cluster-resources', 'pods')).catch(() => []);
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  const ofSystem = (name: string) => Number(name.startsWith('kube-'));
  return names
    .sort((left, right) => ofSystem(left) - ofSystem(right) || left.localeCompare(right))
    .map((name) => ({ id: name, name, organization: 'acme', environment: 'production', namespaces: [name] }));
}
