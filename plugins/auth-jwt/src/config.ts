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
    jwksTimeoutMilliseconds: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 2000,
      description: 'one load of the keys may take',
    },
    jwksRefreshSeconds: {
      type: 'integer',
      minimum: 30,
      default: 300,
      description: 'keys that are older serve on while they are loaded again',
    },
    jwksStaleSeconds: {
      type: 'integer',
      minimum: 60,
      default: 86_400,
      description: 'keys that could not be loaded again for so long are no longer trusted',
    },
    shape: {
      type: 'string',
      enum: Object.keys(shapes),
      default: defaults.shape,
      description: 'which tokens the control plane mints: gives the defaults of what is "by shape"',
    },
    issuer: { type: 'string', minLength: 1, description: 'of the tokens; by shape' },
    audience: { type: 'string', minLength: 1, description: 'one of the audiences of a token; by shape' },
    tokenType: {
      type: 'string',
      minLength: 1,
      description: 'what a token says it is; by shape, legacy tokens say nothing',
    },
    maximumAgeSeconds: { type: 'integer', minimum: 1, description: 'exp - iat of a token at most; by shape' },
    claims: {
      type: 'object',
      additionalProperties: false,
      description: 'the names of claims, by shape',
      properties: {
        subject: { type: 'array', minItems: 1, items: claim, description: 'who it is; all that are there must agree' },
        workspace: { ...claim, description: 'the workspace' },
        organizations: { ...claim, description: 'a list, or one' },
        permissions: { ...claim, description: 'may be absent: then the control plane alone decides' },
        roles: { ...claim, description: 'may be absent' },
        tokenType: { ...claim, description: 'where the token says what it is' },
      },
    },
    leewaySeconds: {
      type: 'number',
      minimum: 0,
      maximum: maximumLeewaySeconds,
      default: defaults.leewaySeconds,
      description: 'for clocks that differ',
    },
    algorithms: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: supportedAlgorithms },
      default: supportedAlgorithms,
      description: 'that tokens may be signed with',
    },
    maximumTokenBytes: {
      type: 'integer',
      minimum: 256,
      maximum: 65_536,
      default: defaults.maximumTokenBytes,
      description: 'a longer token is refused unread',
    },
  },
} satisfies Schema;
