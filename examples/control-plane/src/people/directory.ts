import { Problem } from '../problem.ts';
import { roleAllows } from './people.ts';
import type { Membership, Permission, User, Workspace } from './people.ts';

/** Users, workspaces, and what each user may do now. Asked at every call: nothing of it is remembered from a token. */
export class Directory {
  readonly #users: ReadonlyMap<string, User>;
  readonly #workspaces: ReadonlyMap<string, Workspace>;
  readonly #revoked = new Set<string>();

  constructor(users: readonly User[], workspaces: readonly Workspace[]) {
    this.#users = new Map(users.map((user) => [user.id, user]));
    this.#workspaces = new Map(workspaces.map((workspace) => [workspace.id, workspace]));
  }

  user(id: string): User | undefined {
    return this.#users.get(id);
  }

  workspace(id: string): Workspace | undefined {
    return this.#workspaces.get(id);
  }

  membership(userId: string, workspaceId: string): Membership | undefined {
    return this.#users.get(userId)?.memberships.find(({ workspace }) => workspace === workspaceId);
  }

  may(userId: string, workspaceId: string, permission: Permission): boolean {
    const membership = this.membership(userId, workspaceId);
    if (membership === undefined || !this.#workspaces.has(workspaceId)) return false;
    return roleAllows(membership.role, permission) && !this.#revoked.has(revocation(userId, workspaceId, permission));
  }

  /** The workspace, when the user may do this in it now; otherwise a 403 that does not tell whether it exists. */
  authorize(userId: string, workspaceId: string, permission: Permission): Workspace {
    const workspace = this.#workspaces.get(workspaceId);
    if (workspace === undefined || !this.may(userId, workspaceId, permission)) {
      throw new Problem(403, `${userId} may not ${permission} in workspace ${workspaceId}`);
    }
    return workspace;
  }

  /** Takes a permission away until it is restored, whatever the role says. Without `read` a user may not write either. */
  revoke(userId: string, workspaceId: string, permission: Permission): void {
    for (const taken of withDependents(permission)) this.#revoked.add(revocation(userId, workspaceId, taken));
  }

  restore(userId: string, workspaceId: string, permission: Permission): void {
    for (const taken of withDependents(permission)) this.#revoked.delete(revocation(userId, workspaceId, taken));
  }

  restoreAll(): void {
    this.#revoked.clear();
  }
}

function withDependents(permission: Permission): readonly Permission[] {
  return permission === 'read' ? ['read', 'write'] : ['write'];
}

function revocation(user: string, workspace: string, permission: Permission): string {
  return JSON.stringify([user, workspace, permission]);
}
