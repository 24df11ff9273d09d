import { HexaopsError, type Schema } from '@hexaops/core';

export interface JobsPostgresConfig {
  readonly url?: string | undefined;
  readonly schema?: string | undefined;
  readonly poolSize?: number | undefined;
}

export const defaults = { schema: 'hexaops_jobs', poolSize: 3 } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    url: { type: 'string', minLength: 1, description: 'postgres://user:password@host:5432/database' },
    schema: {
      type: 'string',
      pattern: '^[a-z_][a-z0-9_]{0,48}$',
      default: defaults.schema,
      description: 'the schema of the queue, made where it is not there',
    },
    poolSize: {
      type: 'integer',
      minimum: 2,
      maximum: 100,
      default: defaults.poolSize,
      description: 'connections that one replica may hold for it',
    },
  },
} satisfies Schema;

/** What is configured goes before `DATABASE_URL`. Raises `config-invalid`; the URL is in no error. */
export function urlOf({ url }: JobsPostgresConfig, environmentUrl: string | undefined): string {
  const given = url ?? environmentUrl ?? '';
  if (['postgres:', 'postgresql:'].includes(URL.parse(given)?.protocol ?? '')) return given;
  throw new HexaopsError('config-invalid', 'background jobs need the URL of a Postgres database', {
    nextStep: 'set "url" of @hexaops/jobs-postgres or DATABASE_URL to postgres://user:password@host:5432/database',
  });
}
