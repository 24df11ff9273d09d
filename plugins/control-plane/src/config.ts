import { HexaopsError, type Schema } from '@hexaops/core';
import type { DryRunForm } from './request/dry-run-request.ts';
import { type OperationRow, operationRows } from './request/operation-rows.ts';
import { type ReadPaths, readPaths, readsOf } from './request/read-paths.ts';

export interface ControlPlaneConfig {
  readonly url: string;
  readonly timeoutMilliseconds?: number | undefined;
  readonly readTimeoutMilliseconds?: number | undefined;
  readonly maximumAnswerBytes?: number | undefined;
  readonly paths?: { readonly [Name in keyof ReadPaths]?: string | undefined } | undefined;
  readonly genericOperationPath?: string | undefined;
  readonly operations?: Readonly<Record<string, OperationRow>> | undefined;
  readonly dryRun?: Readonly<Record<string, DryRunForm>> | undefined;
}

export interface Settings {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path of the configured URL, without a slash at its end. */
  readonly basePath: string;
  readonly timeoutMilliseconds: number;
  readonly readTimeoutMilliseconds: number;
  readonly maximumAnswerBytes: number;
  readonly paths: ReadPaths;
  readonly genericOperationPath: string;
  readonly operations: ReadonlyMap<string, OperationRow>;
  /** By the name of the operation: those that can be tried without being done. */
  readonly dryRun: ReadonlyMap<string, DryRunForm>;
}

const defaults = {
  /** A change is refused within 2 s where the control plane does not answer, what surrounds the call included. */
  timeoutMilliseconds: 1800,
  readTimeoutMilliseconds: 10_000,
  maximumAnswerBytes: 4 * 1024 * 1024,
  genericOperationPath: '/internal/v1/operations/{operation}',
} as const;

const path = { type: 'string', pattern: '^/' } as const;
const milliseconds = { type: 'integer', minimum: 1, maximum: 600_000 } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', description: 'where the control plane is, for example http://control-plane:8080' },
    timeoutMilliseconds: { ...milliseconds, default: defaults.timeoutMilliseconds, description: 'of an operation' },
    readTimeoutMilliseconds: {
      ...milliseconds,
      default: defaults.readTimeoutMilliseconds,
      description: 'of a read, its one retry included',
    },
    maximumAnswerBytes: {
      type: 'integer',
      minimum: 1024,
      default: defaults.maximumAnswerBytes,
      description: 'of one answer',
    },
    paths: {
      type: 'object',
      additionalProperties: false,
      description: 'what is read, by what it is',
      properties: Object.fromEntries(
        Object.entries(readPaths).map(([name, value]) => [
          name,
          { ...path, default: value, description: readsOf[name as keyof ReadPaths] },
        ]),
      ),
    },
    genericOperationPath: {
      ...path,
      default: defaults.genericOperationPath,
      description: 'of operations that have no row',
    },
    operations: {
      type: 'object',
      description: 'by the name of the operation; added to the rows that are known, or in their place',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'body'],
        properties: {
          method: {
            type: 'string',
            enum: ['POST', 'PUT', 'PATCH', 'DELETE'],
            default: 'POST',
            description: 'of the request',
          },
          path: { ...path, description: 'of the request, with the names of parameters in braces' },
          body: { type: 'object', description: 'of the request: values are names of parameters, or texts' },
          targetKind: { type: 'string', description: 'for objects of this kind alone' },
        },
      },
    },
    dryRun: {
      type: 'object',
      description:
        'by the name of the operation, how it is tried without being done; only what the control plane is known to understand: else it would be done',
      additionalProperties: { type: 'string', enum: ['query', 'body'] },
    },
  },
} satisfies Schema;

/** Raises `config-invalid`. */
export function resolveConfig(config: ControlPlaneConfig): Settings {
  const url = URL.parse(config.url);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    `${url.username}${url.password}${url.search}${url.hash}` !== ''
  ) {
    throw new HexaopsError(
      'config-invalid',
      'control-plane: "url" is not an http(s) URL without credentials and query',
      {
        nextStep: 'for example http://control-plane:8080',
      },
    );
  }
  return {
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    timeoutMilliseconds: config.timeoutMilliseconds ?? defaults.timeoutMilliseconds,
    readTimeoutMilliseconds: config.readTimeoutMilliseconds ?? defaults.readTimeoutMilliseconds,
    maximumAnswerBytes: config.maximumAnswerBytes ?? defaults.maximumAnswerBytes,
    paths: { ...readPaths, ...withoutUndefined(config.paths ?? {}) },
    genericOperationPath: config.genericOperationPath ?? defaults.genericOperationPath,
    operations: new Map([...Object.entries(operationRows), ...Object.entries(config.operations ?? {})]),
    dryRun: new Map(Object.entries(config.dryRun ?? {})),
  };
}

function withoutUndefined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
