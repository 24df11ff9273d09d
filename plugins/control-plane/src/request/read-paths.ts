/** The paths of the Internal Operations API that are read. */
export const readPaths = {
  health: '/internal/v1/health',
  overview: '/internal/v1/workspaces/{workspace}/overview',
  nodes: '/internal/v1/workspaces/{workspace}/nodes',
  insights: '/internal/v1/workspaces/{workspace}/insights',
  'llm-settings': '/internal/v1/workspaces/{workspace}/llm-settings',
  application: '/internal/v1/applications/{application}/details',
  performance: '/internal/v1/applications/{application}/performance',
  logs: '/internal/v1/logs/query',
  /** Before the path of the Kubernetes API. */
  kubernetes: '/internal/v1/workspaces/{workspace}/k8s',
} as const;

export type ReadPaths = { readonly [Name in keyof typeof readPaths]: string };
