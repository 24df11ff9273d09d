import type { Schema } from '@hexaops/core';

export interface StoreSqlConfig {
  readonly url?: string | undefined;
  readonly path?: string | undefined;
  readonly idleDays?: number | undefined;
  readonly lifetimeDays?: number | undefined;
  readonly sessionsPerSubject?: number | undefined;
  readonly poolSize?: number | undefined;
}

export const defaults = {
  path: 'hexaops.sqlite',
  idleDays: 30,
  lifetimeDays: 365,
  sessionsPerSubject: 200,
  poolSize: 10,
} as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    url: { type: 'string', minLength: 1, description: 'Postgres: postgres://user:password@host:5432/database' },
    path: {
      type: 'string',
      minLength: 1,
      default: defaults.path,
      description: 'SQLite: a file, made where it is not there',
    },
    idleDays: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 36_500,
      default: defaults.idleDays,
      description: 'a session in which no run was started for that long is deleted',
    },
    lifetimeDays: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 36_500,
      default: defaults.lifetimeDays,
      description: 'a session that is older is deleted, however much it is used',
    },
    sessionsPerSubject: {
      type: 'integer',
      minimum: 1,
      default: defaults.sessionsPerSubject,
      description: 'of one subject in one workspace; the least recently used over this number are deleted',
    },
    poolSize: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: defaults.poolSize,
      description: 'connections to Postgres, at most',
    },
  },
} satisfies Schema;
