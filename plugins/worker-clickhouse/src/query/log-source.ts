/** What a column of a table of logs can mean. */
export const columnNames = [
  'time',
  'workspace',
  'message',
  'level',
  'service',
  'component',
  'pod',
  'trace',
  'user',
  'address',
  'namespace',
  'kind',
  'name',
  'reason',
  'count',
  'pipeline',
  'run',
  'stage',
  'task',
  'exitCode',
] as const;

export type ColumnName = (typeof columnNames)[number];

/** Columns of a table of logs, by what they mean; all but three may be missing. */
type LogColumns = Readonly<Record<'time' | 'workspace' | 'message', string>> &
  Readonly<Partial<Record<ColumnName, string>>>;

/**
 * How lines of other persons of the workspace are treated. `own`: they are left out. `masked`: they are shown, without the
 * name and the address of the person. `all`: as they are.
 */
export type People = 'own' | 'masked' | 'all';

/** A table of logs. Its names come from this package or from the operator, never from a question. */
export interface LogSource {
  readonly database: string;
  readonly table: string;
  readonly columns: LogColumns;
  readonly people: People;
}

export const logSourceNames = [
  'applications',
  'control-plane',
  'pipelines',
  'assistant',
  'events',
  'security',
] as const;

export type LogSourceName = (typeof logSourceNames)[number];

const common = { time: 'timestamp', workspace: 'workspace_id', message: 'message' } as const;

/** The tables of the control plane's `hexabase_logs`. Workloads' own logs have a table only where an operator names one. */
export const defaultSources: Readonly<Record<LogSourceName, Omit<LogSource, 'database'>>> = Object.freeze({
  applications: {
    table: '',
    columns: {
      ...common,
      level: 'level',
      service: 'service',
      component: 'container',
      pod: 'pod',
      trace: 'trace_id',
      namespace: 'namespace',
    },
    people: 'all',
  },
  'control-plane': {
    table: 'control_plane_logs',
    columns: {
      ...common,
      level: 'level',
      service: 'service',
      component: 'component',
      pod: 'fields[pod]',
      trace: 'trace_id',
      user: 'user_id',
    },
    people: 'masked',
  },
  pipelines: {
    table: 'pipeline_logs',
    columns: {
      ...common,
      level: 'level',
      service: 'pipeline_id',
      component: 'task',
      trace: 'trace_id',
      pipeline: 'pipeline_id',
      run: 'run_id',
      stage: 'stage',
      task: 'task',
      exitCode: 'exit_code',
    },
    people: 'all',
  },
  assistant: {
    table: 'aiops_logs',
    columns: {
      ...common,
      level: 'level',
      service: 'agent_type',
      component: 'operation',
      trace: 'trace_id',
      user: 'user_id',
    },
    people: 'own',
  },
  events: {
    table: 'k8s_events',
    columns: {
      ...common,
      level: 'event_type',
      service: 'name',
      component: 'reason',
      namespace: 'namespace',
      kind: 'kind',
      name: 'name',
      reason: 'reason',
      count: 'count',
    },
    people: 'all',
  },
  security: {
    table: 'security_events',
    columns: {
      ...common,
      level: 'severity',
      service: 'resource',
      component: 'action',
      user: 'user_id',
      address: 'source_ip',
    },
    people: 'own',
  },
});
