import type { Schema } from '@hexaops/core';

export interface AuditClickHouseConfig {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly table?: string | undefined;
  readonly columns?: ColumnNames | undefined;
  readonly caFile?: string | undefined;
  readonly requestSeconds?: number | undefined;
  readonly reader?: { readonly username: string; readonly password?: string | undefined } | undefined;
}

/** By the names of the control plane's contract: how a column is called here; null where there is none. */
export interface ColumnNames {
  readonly timestamp?: string | undefined;
  readonly user_id?: string | null | undefined;
  readonly organization_id?: string | null | undefined;
  readonly workspace_id?: string | undefined;
  readonly source_ip?: string | null | undefined;
  readonly event_type?: string | null | undefined;
  readonly resource_id?: string | null | undefined;
  readonly details_json?: string | undefined;
  readonly initiated_by?: string | null | undefined;
}

export const defaults = {
  username: 'default',
  password: '',
  database: 'logs',
  table: 'audit',
  requestSeconds: 20,
} as const;

const name = { type: 'string', minLength: 1, maxLength: 128 } as const;
const nameOrNone = { type: ['string', 'null'], minLength: 1, maxLength: 128 } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'of the HTTP interface: https://clickhouse:8443' },
    username: { ...name, default: defaults.username, description: 'may INSERT into the table, and nothing else' },
    password: { type: 'string', description: 'of the username' },
    database: { ...name, default: defaults.database },
    table: { ...name, default: defaults.table },
    columns: {
      type: 'object',
      additionalProperties: false,
      description: 'columns that are called otherwise than in the contract; null where there is none',
      properties: {
        timestamp: name,
        user_id: nameOrNone,
        organization_id: nameOrNone,
        workspace_id: name,
        source_ip: nameOrNone,
        event_type: nameOrNone,
        resource_id: nameOrNone,
        details_json: name,
        initiated_by: nameOrNone,
      },
    },
    caFile: { type: 'string', minLength: 1, description: 'certificates that the server is checked with, PEM' },
    requestSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 25,
      default: defaults.requestSeconds,
      description: 'one delivery may take',
    },
    reader: {
      type: 'object',
      additionalProperties: false,
      required: ['username'],
      description: 'the account of `hexaops audit verify`: may SELECT from the table',
      properties: { username: name, password: { type: 'string' } },
    },
  },
} satisfies Schema;
