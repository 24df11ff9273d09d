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
    database: { ...name, default: defaults.database, description: 'where the table is' },
    table: { ...name, default: defaults.table, description: 'that records of changes are written to' },
    columns: {
      type: 'object',
      additionalProperties: false,
      description: 'columns that are called otherwise than in the contract; null where there is none',
      properties: {
        timestamp: { ...name, description: 'the time of the entry, UTC' },
        user_id: { ...nameOrNone, description: 'who asked for the change' },
        organization_id: { ...nameOrNone, description: 'the first organization of the token' },
        workspace_id: { ...name, description: 'the workspace of the token' },
        source_ip: { ...nameOrNone, description: 'the address of the request, where it is known' },
        event_type: { ...nameOrNone, description: 'the operation' },
        resource_id: { ...nameOrNone, description: 'what it is done to' },
        details_json: { ...name, description: 'the whole record' },
        initiated_by: { ...nameOrNone, description: 'always AIOpsAgent' },
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
      properties: {
        username: { ...name, description: 'of the account' },
        password: { type: 'string', description: 'of the username' },
      },
    },
  },
} satisfies Schema;
