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
  kubernetes: '/internal/v1/workspaces/{workspace}/k8s',
} as const;

/** What is read at each. */
export const readsOf: Readonly<Record<keyof typeof readPaths, string>> = {
  health: 'whether the control plane is well',
  overview: 'of a workspace',
  nodes: 'of a workspace',
  insights: 'of a workspace; POST',
  'llm-settings': 'of a workspace; 404: it has none',
  application: 'its details',
  performance: 'of an application',
  logs: 'POST',
  kubernetes: 'before the path of the Kubernetes API',
};

export type ReadPaths = { readonly [Name in keyof typeof readPaths]: string };
