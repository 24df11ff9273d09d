export type Role = 'workspace-admin' | 'workspace-viewer';

/** `read`: see what is in the workspace. `write`: let an operation be executed in it. */
export type Permission = 'read' | 'write';

export interface Membership {
  readonly workspace: string;
  readonly role: Role;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly organizations: readonly string[];
  /** The first is the workspace that a request without `workspace_id` is scoped to. */
  readonly memberships: readonly Membership[];
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly environment: string;
  /** The namespaces of the cluster that belong to the workspace, and the only ones it may see. */
  readonly namespaces: readonly string[];
}

const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  'workspace-admin': ['read', 'write'],
  'workspace-viewer': ['read'],
};

/** The permission names that a token carries when the control plane is told to put them in. */
const claimsOfRole: Readonly<Record<Role, readonly string[]>> = {
  'workspace-admin': ['aiops:read', 'aiops:analyze', 'aiops:remediate', 'aiops:admin'],
  'workspace-viewer': ['aiops:read', 'aiops:analyze'],
};

export function roleAllows(role: Role, permission: Permission): boolean {
  return permissionsOfRole[role].includes(permission);
}

export function permissionClaims(role: Role): readonly string[] {
  return claimsOfRole[role];
}
