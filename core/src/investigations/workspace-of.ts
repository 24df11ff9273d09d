import type { AlertMapping } from './settings.ts';

export interface AlertAddress {
  readonly mappings: readonly AlertMapping[];
  readonly label: string | undefined;
  /** Whether the configuration names a workspace of this id. */
  readonly isNamed: (workspace: string) => boolean;
  /** Undefined: all. */
  readonly allowed: readonly string[] | undefined;
}

/**
 * The workspace of an alert, by its labels alone; or why it has none. Never a guess: labels that lead nowhere, or to two
 * workspaces, or beyond what the credential is for, are refused.
 */
export function workspaceOf(
  labels: Readonly<Record<string, string>>,
  { mappings, label, isNamed, allowed }: AlertAddress,
): { readonly workspace: string } | { readonly refusal: string } {
  const has = (name: string, value: string) => Object.hasOwn(labels, name) && labels[name] === value;
  const mapped = mappings
    .filter((mapping) => Object.entries(mapping.labels).every(([name, value]) => has(name, value)))
    .map(({ workspace }) => workspace);
  const labelled = label !== undefined && Object.hasOwn(labels, label) ? labels[label] : undefined;
  const found = new Set([...mapped, ...(labelled !== undefined && isNamed(labelled) ? [labelled] : [])]);
  const [workspace] = found;
  if (workspace === undefined) return { refusal: 'its labels name no workspace that is configured here' };
  if (found.size > 1) return { refusal: 'its labels name more than one workspace' };
  if (allowed !== undefined && !allowed.includes(workspace)) {
    return { refusal: 'the credential is not for the workspace that its labels name' };
  }
  return { workspace };
}
