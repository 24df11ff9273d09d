/** Under which names the token carries what a caller is made of. */
export interface ClaimMap {
  /** Every one that is there must say the same; one at least must be there. */
  readonly subject: readonly string[];
  readonly workspace: string;
  /** An array of ids, or one id. */
  readonly organizations: string;
  readonly permissions: string;
  readonly roles: string;
  readonly tokenType: string;
}

export interface TokenShape {
  readonly issuer: string;
  readonly audience: string;
  /** Undefined: the shape has no such claim, and none is looked for. */
  readonly tokenType: string | undefined;
  readonly maximumAgeSeconds: number;
  readonly claims: ClaimMap;
}

const names = {
  subject: ['sub', 'user_id'],
  permissions: 'permissions',
  roles: 'roles',
  tokenType: 'token_type',
} as const;

/** The tokens that control planes have been seen to mint. */
export const shapes = {
  internal: {
    issuer: 'hexabase-control-plane',
    audience: 'hexabase-aiops-service',
    tokenType: 'internal-aiops-v1',
    maximumAgeSeconds: 3600,
    claims: { ...names, workspace: 'active_workspace_id', organizations: 'org_ids' },
  },
  legacy: {
    issuer: 'hexabase-control-plane',
    audience: 'hexabase-aiops',
    tokenType: undefined,
    maximumAgeSeconds: 3600,
    claims: { ...names, workspace: 'workspace_id', organizations: 'org_id' },
  },
} as const satisfies Readonly<Record<string, TokenShape>>;

export type ShapeName = keyof typeof shapes;
