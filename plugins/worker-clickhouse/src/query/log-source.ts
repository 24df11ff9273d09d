/** Columns of a table of logs, by what they mean. */
export interface LogColumns {
  readonly time: string;
  readonly workspace: string;
  readonly message: string;
  readonly level?: string;
  readonly service?: string;
  readonly component?: string;
  readonly trace?: string;
}

/** A table of logs. Its names come from this package or from the operator, never from a question. */
export interface LogSource {
  readonly table: string;
  readonly columns: LogColumns;
}

export const logSourceNames = ['control-plane', 'pipelines', 'assistant', 'events', 'security'] as const;

export type LogSourceName = (typeof logSourceNames)[number];

/** The tables of the control plane's `hexabase_logs`. */
export const defaultSources: Readonly<Record<LogSourceName, LogSource>> = Object.freeze({
  'control-plane': {
    table: 'control_plane_logs',
    columns: {
      time: 'timestamp',
      workspace: 'workspace_id',
      message: 'message',
      level: 'level',
      service: 'service',
      component: 'component',
      trace: 'trace_id',
    },
  },
  pipelines: {
    table: 'pipeline_logs',
    columns: {
      time: 'timestamp',
      workspace: 'workspace_id',
      message: 'message',
      level: 'level',
      service: 'pipeline_id',
      component: 'task',
      trace: 'trace_id',
    },
  },
  assistant: {
    table: 'aiops_logs',
    columns: {
      time: 'timestamp',
      workspace: 'workspace_id',
      message: 'message',
      level: 'level',
      service: 'agent_type',
      component: 'operation',
      trace: 'trace_id',
    },
  },
  events: {
    table: 'k8s_events',
    columns: {
      time: 'timestamp',
      workspace: 'workspace_id',
      message: 'message',
      level: 'event_type',
      service: 'name',
      component: 'reason',
    },
  },
  security: {
    table: 'security_events',
    columns: {
      time: 'timestamp',
      workspace: 'workspace_id',
      message: 'message',
      level: 'severity',
      service: 'resource',
      component: 'action',
    },
  },
});
