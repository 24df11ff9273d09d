import { unknownName } from '@hexaops/core';
import { configInvalid } from './refusal.ts';
import type { ClaimPolicy } from './token/claims.ts';
import { type Algorithm, supportedAlgorithms } from './token/compact.ts';
import { type ClaimMap, type ShapeName, shapes } from './token/shapes.ts';

/** What a token must be. Everything has a default; nothing switches the check of the signature off. */
export interface PolicyOptions {
  /** The shape of the control plane's tokens, which gives the defaults of the five options below. */
  readonly shape?: ShapeName | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly tokenType?: string | undefined;
  readonly maximumAgeSeconds?: number | undefined;
  readonly claims?: { readonly [Name in keyof ClaimMap]?: ClaimMap[Name] | undefined } | undefined;
  /** For clocks that differ; 2 s at most, for a token lives 10 s. */
  readonly leewaySeconds?: number | undefined;
  readonly algorithms?: readonly Algorithm[] | undefined;
  readonly maximumTokenBytes?: number | undefined;
}

export interface Policy extends ClaimPolicy {
  readonly algorithms: readonly Algorithm[];
  readonly maximumTokenBytes: number;
}

export const maximumLeewaySeconds = 2;

export const defaults = {
  shape: 'internal',
  leewaySeconds: maximumLeewaySeconds,
  maximumTokenBytes: 8192,
} as const;

/** Raises `config-invalid`. */
export function resolvePolicy(options: PolicyOptions): Policy {
  const { leewaySeconds = defaults.leewaySeconds, algorithms = supportedAlgorithms } = options;
  const shape = shapeOf(options.shape ?? defaults.shape);
  if (!(leewaySeconds >= 0 && leewaySeconds <= maximumLeewaySeconds)) {
    throw configInvalid(`leewaySeconds is ${leewaySeconds}`, `choose 0 to ${maximumLeewaySeconds}`);
  }
  const unsupported = algorithms.find((algorithm) => !supportedAlgorithms.includes(algorithm));
  if (unsupported !== undefined) throw unknownName('config-invalid', 'algorithm', unsupported, supportedAlgorithms);
  if (algorithms.length === 0) throw configInvalid('algorithms is empty', `name ${supportedAlgorithms.join(' or ')}`);
  const { claims = {} } = options;
  return {
    issuer: options.issuer ?? shape.issuer,
    audience: options.audience ?? shape.audience,
    tokenType: options.tokenType ?? shape.tokenType,
    maximumAgeSeconds: options.maximumAgeSeconds ?? shape.maximumAgeSeconds,
    claims: {
      subject: claims.subject ?? shape.claims.subject,
      workspace: claims.workspace ?? shape.claims.workspace,
      organizations: claims.organizations ?? shape.claims.organizations,
      permissions: claims.permissions ?? shape.claims.permissions,
      roles: claims.roles ?? shape.claims.roles,
      tokenType: claims.tokenType ?? shape.claims.tokenType,
    },
    leewaySeconds,
    algorithms,
    maximumTokenBytes: options.maximumTokenBytes ?? defaults.maximumTokenBytes,
  };
}

function shapeOf(name: ShapeName): (typeof shapes)[ShapeName] {
  if (!Object.hasOwn(shapes, name)) throw unknownName('config-invalid', 'shape', name, Object.keys(shapes));
  return shapes[name];
}
