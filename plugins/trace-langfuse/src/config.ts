import { HexaopsError, type Schema } from '@hexaops/core';

/** A project of Langfuse. */
export interface LangfuseConfig {
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly secretKey: string;
  /** Of rated runs. */
  readonly dataset: string;
}

export interface CollectorConfig {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How spans wait for their destination. */
export interface QueueSettings {
  readonly mostWaiting: number;
  readonly batch: number;
  readonly intervalSeconds: number;
  readonly requestSeconds: number;
}

export interface TraceConfig {
  readonly baseUrl?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly dataset?: string | undefined;
  readonly collector?: CollectorConfig | undefined;
  readonly environment?: string | undefined;
  readonly sampleRate?: number | undefined;
  readonly content?: 'redacted' | 'none' | undefined;
  readonly contentLength?: number | undefined;
  readonly flushSeconds?: number | undefined;
  readonly intervalSeconds?: number | undefined;
  readonly requestSeconds?: number | undefined;
}

export const defaults = {
  dataset: 'hexaops-rated-runs',
  environment: 'default',
  sampleRate: 1,
  content: 'redacted',
  contentLength: 16_384,
  flushSeconds: 1.5,
  intervalSeconds: 2,
  requestSeconds: 5,
} as const;

/** Spans that wait for a destination at most; no more than what makes the batches keeps. */
const mostWaiting = 2_048;
const batch = 256;

const url = { type: 'string', pattern: '^https?://[^\\s?#]+$', maxLength: 2_000 } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    baseUrl: { ...url, description: 'of Langfuse: https://langfuse.example' },
    publicKey: { type: 'string', minLength: 1, description: 'of the project: pk-lf-...' },
    secretKey: { type: 'string', minLength: 1, description: 'of the project: sk-lf-...' },
    dataset: {
      type: 'string',
      pattern: '^[\\w-]{1,100}$',
      default: defaults.dataset,
      description: 'the dataset that rated runs go into',
    },
    collector: {
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      description: 'a collector of OpenTelemetry that gets the same traces',
      properties: {
        url: { ...url, description: 'of its OTLP over HTTP: http://collector:4318/v1/traces' },
        headers: { type: 'object', additionalProperties: { type: 'string' }, description: 'sent with each request' },
      },
    },
    environment: {
      type: 'string',
      pattern: '^(?!langfuse)[a-z0-9-_]{1,40}$',
      default: defaults.environment,
      description: 'of the service: production',
    },
    sampleRate: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: defaults.sampleRate,
      description: 'the share of runs that are traced; drawn by the id of the run, the same in every replica',
    },
    content: {
      enum: ['redacted', 'none'],
      default: defaults.content,
      description: '"none" sends nothing that people, sources and models have written',
    },
    contentLength: {
      type: 'integer',
      minimum: 256,
      maximum: 262_144,
      default: defaults.contentLength,
      description: 'characters of one input or output that are sent',
    },
    intervalSeconds: {
      type: 'number',
      minimum: 0.05,
      maximum: 60,
      default: defaults.intervalSeconds,
      description: 'how often spans are sent',
    },
    requestSeconds: {
      type: 'number',
      minimum: 0.1,
      maximum: 30,
      default: defaults.requestSeconds,
      description: 'that one request may take',
    },
    flushSeconds: {
      type: 'number',
      minimum: 0.1,
      maximum: 60,
      default: defaults.flushSeconds,
      description: 'how long the end of the service may wait for spans to be taken',
    },
  },
} as const satisfies Schema;

export function queueOf({ intervalSeconds, requestSeconds }: TraceConfig): QueueSettings {
  return {
    mostWaiting,
    batch,
    intervalSeconds: intervalSeconds ?? defaults.intervalSeconds,
    requestSeconds: requestSeconds ?? defaults.requestSeconds,
  };
}

/** Undefined where Langfuse is not configured. Raises `config-invalid`. */
export function langfuseOf({ baseUrl, publicKey, secretKey, dataset }: TraceConfig): LangfuseConfig | undefined {
  if (baseUrl === undefined && publicKey === undefined && secretKey === undefined) return undefined;
  if (baseUrl === undefined || publicKey === undefined || secretKey === undefined) {
    throw new HexaopsError('config-invalid', 'trace-langfuse: Langfuse needs "baseUrl", "publicKey" and "secretKey"', {
      nextStep: 'give all three, or a "collector" alone',
    });
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), publicKey, secretKey, dataset: dataset ?? defaults.dataset };
}
