// The public API of @hexaops/auth-jwt: npm run api writes it.

// @hexaops/auth-jwt
export {
  AuthJwtConfig,
  KeySet,
  KeySource,
  LineOptions,
  PolicyOptions,
  Surroundings,
  Verdict,
  Verifier,
  VerifierOptions,
  createJwtAuthenticator,
  createVerifier,
  _default as default,
  fixedKeys,
  parseJwks,
  verifyLines,
};

type Algorithm = (typeof supportedAlgorithms)[number];

interface AuthJwtConfig extends PolicyOptions {
    readonly jwksUrl?: string | undefined;
    readonly jwksFile?: string | undefined;
    readonly jwks?: Readonly<Record<string, unknown>> | undefined;
    readonly jwksTimeoutMilliseconds?: number | undefined;
    readonly jwksRefreshSeconds?: number | undefined;
    readonly jwksStaleSeconds?: number | undefined;
}

interface ClaimMap {
    readonly subject: readonly string[];
    readonly workspace: string;
    readonly organizations: string;
    readonly permissions: string;
    readonly roles: string;
    readonly tokenType: string;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface KeySet {
    readonly keys: readonly VerificationKey[];
    readonly refused: readonly string[];
    readonly fingerprint: string;
}

interface KeySource {
    current(): Promise<KeySet>;
    newer(seen: KeySet): Promise<KeySet | undefined>;
}

interface LineOptions extends PolicyOptions {
    readonly now?: () => number;
}

interface PolicyOptions {
    readonly shape?: ShapeName | undefined;
    readonly issuer?: string | undefined;
    readonly audience?: string | undefined;
    readonly tokenType?: string | undefined;
    readonly maximumAgeSeconds?: number | undefined;
    readonly claims?: {
        readonly [Name in keyof ClaimMap]?: ClaimMap[Name] | undefined;
    } | undefined;
    readonly leewaySeconds?: number | undefined;
    readonly algorithms?: readonly Algorithm[] | undefined;
    readonly maximumTokenBytes?: number | undefined;
}

type ShapeName = keyof typeof shapes;

interface Surroundings {
    readonly now?: () => number;
    readonly fetch?: Fetch;
    readonly wait?: (milliseconds: number) => Promise<void>;
}

type Verdict = {
    readonly valid: true;
    readonly subject: string;
    readonly workspace: string;
    readonly expiresAt: string;
} | {
    readonly valid: false;
    readonly code: ErrorCode;
    readonly reason: string;
};

interface VerificationKey {
    readonly algorithm: Algorithm;
    readonly keyId: string | undefined;
    readonly key: KeyObject;
    readonly fingerprint: string;
}

interface Verifier {
    verify(token: string): Promise<Caller>;
}

interface VerifierOptions extends PolicyOptions {
    readonly keys: KeySource;
    readonly now?: () => number;
}

declare const _default: import("@hexaops/core").Plugin;

declare function createJwtAuthenticator(config: AuthJwtConfig, { now, fetch, wait }?: Surroundings): Authenticator;

declare function createVerifier(options: VerifierOptions): Verifier;

declare function fixedKeys(read: () => Promise<KeySet>): KeySource;

declare function parseJwks(text: string): Promise<KeySet>;

declare const shapes: {
    readonly internal: {
        readonly issuer: 'hexabase-control-plane';
        readonly audience: 'hexabase-aiops-service';
        readonly tokenType: 'internal-aiops-v1';
        readonly maximumAgeSeconds: 3600;
        readonly claims: {
            readonly subject: readonly ['sub', 'user_id'];
            readonly permissions: 'permissions';
            readonly roles: 'roles';
            readonly tokenType: 'token_type';
            readonly workspace: 'active_workspace_id';
            readonly organizations: 'org_ids';
        };
    };
    readonly legacy: {
        readonly issuer: 'hexabase-control-plane';
        readonly audience: 'hexabase-aiops';
        readonly tokenType: undefined;
        readonly maximumAgeSeconds: 3600;
        readonly claims: {
            readonly subject: readonly ['sub', 'user_id'];
            readonly permissions: 'permissions';
            readonly roles: 'roles';
            readonly tokenType: 'token_type';
            readonly workspace: 'workspace_id';
            readonly organizations: 'org_id';
        };
    };
};

declare const supportedAlgorithms: readonly ['RS256', 'ES256'];

declare function verifyLines(jwksText: string, lines: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>, options?: LineOptions): AsyncGenerator<Verdict, void, void>;
