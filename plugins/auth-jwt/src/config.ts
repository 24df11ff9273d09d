import type { Schema } from '@hexaops/core';
import { defaults, maximumLeewaySeconds, type PolicyOptions } from './policy.ts';
import { supportedAlgorithms } from './token/compact.ts';
import { shapes } from './token/shapes.ts';

export interface AuthJwtConfig extends PolicyOptions {
  readonly jwksUrl?: string | undefined;
  readonly jwksFile?: string | undefined;
  readonly jwks?: Readonly<Record<string, unknown>> | undefined;
  readonly jwksTimeoutMilliseconds?: number | undefined;
  readonly jwksRefreshSeconds?: number | undefined;
  readonly jwksStaleSeconds?: number | undefined;
}

const claim = { type: 'string', minLength: 1 } as const;

/** Options whose default depends on `shape` name none here, so that filling in defaults cannot override the shape. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    jwksUrl: { type: 'string', description: 'the JWKS of the control plane: {control plane}/.well-known/jwks.json' },
    jwksFile: { type: 'string', minLength: 1, description: 'a file that holds the JWKS; read again like the URL' },
    jwks: { type: 'object', description: 'the JWKS itself' },
    jwksTimeoutMilliseconds: { type: 'integer', minimum: 1, maximum: 10_000, default: 2000 },
    jwksRefreshSeconds: { type: 'integer', minimum: 30, default: 300 },
    jwksStaleSeconds: { type: 'integer', minimum: 60, default: 86_400 },
    shape: { type: 'string', enum: Object.keys(shapes), default: defaults.shape },
    issuer: { type: 'string', minLength: 1, description: 'by shape' },
    audience: { type: 'string', minLength: 1, description: 'by shape' },
    tokenType: { type: 'string', minLength: 1, description: 'by shape' },
    maximumAgeSeconds: { type: 'integer', minimum: 1, description: 'by shape' },
    claims: {
      type: 'object',
      additionalProperties: false,
      description: 'the names of claims, by shape',
      properties: {
        subject: { type: 'array', minItems: 1, items: claim },
        workspace: claim,
        organizations: claim,
        permissions: claim,
        roles: claim,
        tokenType: claim,
      },
    },
    leewaySeconds: { type: 'number', minimum: 0, maximum: maximumLeewaySeconds, default: defaults.leewaySeconds },
    algorithms: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: supportedAlgorithms },
      default: supportedAlgorithms,
    },
    maximumTokenBytes: { type: 'integer', minimum: 256, maximum: 65_536, default: defaults.maximumTokenBytes },
  },
} satisfies Schema;
