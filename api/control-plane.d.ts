// The public API of @hexaops/control-plane: npm run api writes it.

// @hexaops/control-plane
export {
  ControlPlaneConfig,
  OperationRow,
  Surroundings,
  createControlPlane,
  _default as default,
};

interface ControlPlaneConfig {
    readonly url: string;
    readonly timeoutMilliseconds?: number | undefined;
    readonly readTimeoutMilliseconds?: number | undefined;
    readonly maximumAnswerBytes?: number | undefined;
    readonly paths?: {
        readonly [Name in keyof ReadPaths]?: string | undefined;
    } | undefined;
    readonly genericOperationPath?: string | undefined;
    readonly operations?: Readonly<Record<string, OperationRow>> | undefined;
    readonly dryRun?: Readonly<Record<string, DryRunForm>> | undefined;
}

type DryRunForm = 'query' | 'body';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface OperationRow {
    readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly targetKind?: string | undefined;
}

type ReadPaths = {
    readonly [Name in keyof typeof readPaths]: string;
};

interface Surroundings {
    readonly fetch?: Fetch;
    readonly now?: () => number;
}

declare const _default: import("@hexaops/core").Plugin;

declare function createControlPlane(config: ControlPlaneConfig, { fetch, now }?: Surroundings): ControlPlane;

declare const readPaths: {
    readonly health: '/internal/v1/health';
    readonly overview: '/internal/v1/workspaces/{workspace}/overview';
    readonly nodes: '/internal/v1/workspaces/{workspace}/nodes';
    readonly insights: '/internal/v1/workspaces/{workspace}/insights';
    readonly 'llm-settings': '/internal/v1/workspaces/{workspace}/llm-settings';
    readonly application: '/internal/v1/applications/{application}/details';
    readonly performance: '/internal/v1/applications/{application}/performance';
    readonly logs: '/internal/v1/logs/query';
    readonly kubernetes: '/internal/v1/workspaces/{workspace}/k8s';
};
