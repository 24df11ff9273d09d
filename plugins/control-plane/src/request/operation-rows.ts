/** How one operation is asked for. */
export interface OperationRow {
  /** POST unless said otherwise. */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  /** A template: see `template.ts`. */
  readonly path: string;
  /** A template: see `template.ts`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The first part of the targets that the row is for; every target where there is none. */
  readonly targetKind?: string | undefined;
}

const inWorkspace: OperationRow = {
  path: '/internal/v1/workspaces/{workspace}/operations',
  body: { operation: '{operation}', params: '{parameters}' },
};

/** The operations that the Internal Operations API has a row for. */
export const operationRows: Readonly<Record<string, OperationRow>> = {
  scale: {
    path: '/internal/v1/workspaces/{workspace}/deployments/{name|deployment|target.name}/scale',
    body: { replicas: '{replicas}', namespace: '{namespace|target.namespace?}' },
    targetKind: 'deployment',
  },
  scale_resources: inWorkspace,
  restart_vcluster: inWorkspace,
  apply_security_policy: inWorkspace,
  autoscale: {
    path: '/internal/v1/applications/{application}/autoscale',
    body: {
      target_cpu_percent: '{target_cpu_percent?}',
      target_memory_percent: '{target_memory_percent?}',
      min_replicas: '{min_replicas}',
      max_replicas: '{max_replicas}',
    },
  },
  backup: {
    path: '/internal/v1/applications/{application}/backup',
    body: { application_id: '{application}', metadata: '{metadata?}' },
  },
  incident: {
    path: '/internal/v1/incidents/{incident}',
    body: { action: '{action}', comment: '{comment?}' },
  },
};

/** The form of every operation that has no row, or whose row has no place for one of its parameters. */
export function genericRow(path: string): OperationRow {
  return { path, body: { workspace_id: '{workspace}', params: '{parameters}' } };
}
