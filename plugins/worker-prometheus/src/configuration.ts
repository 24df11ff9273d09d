import { type ApplicationMetrics, applicationSchema, usualApplications } from './questions/applications.ts';
import { questionIds } from './questions/questions.ts';

/** The plugin's part of the configuration. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://[^?#]+$',
      description: 'Where Prometheus, or what speaks its API, is reached: http://prometheus.monitoring:9090.',
    },
    workspaceLabel: {
      type: 'string',
      pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$',
      not: { const: '__name__' },
      description: 'The label that tells whose a series is. workspace_id unless told.',
    },
    workspaceValues: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 512 },
      description: "The label's value by workspace, where it is not the workspace's id.",
    },
    bearerToken: { type: 'string', minLength: 1, description: "The service's own credential for reading metrics." },
    timeoutMilliseconds: { type: 'integer', minimum: 100, maximum: 120_000, description: '10,000 unless told.' },
    lookbackHours: {
      type: 'integer',
      minimum: 1,
      maximum: 8760,
      description: 'How far one query may reach back. 744 (31 days) unless told.',
    },
    points: { type: 'integer', minimum: 10, maximum: 11_000, description: 'Points of one series. 1,000 unless told.' },
    series: { type: 'integer', minimum: 1, maximum: 10_000, description: 'Series of one answer. 200 unless told.' },
    readBytes: { type: 'integer', minimum: 65_536, description: 'Bytes of one answer. 8 MiB unless told.' },
    scrapeSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 600,
      description: 'Between two samples of a series: rates are taken over four of them at least. 30 unless told.',
    },
    expressions: {
      type: 'object',
      propertyNames: { enum: questionIds },
      additionalProperties: { type: 'string', minLength: 1, maxLength: 4096 },
      description: "PromQL by question, in the place of the question's own; its values in the unit of the question.",
    },
    applications: {
      type: 'array',
      items: applicationSchema,
      maxItems: 8,
      description: 'How applications count and time their requests. The usual ones unless told.',
    },
  },
} as const;

export interface Configuration {
  readonly url: string;
  readonly workspaceLabel?: string;
  readonly workspaceValues?: Readonly<Record<string, string>>;
  readonly bearerToken?: string;
  readonly timeoutMilliseconds?: number;
  readonly lookbackHours?: number;
  readonly points?: number;
  readonly series?: number;
  readonly readBytes?: number;
  readonly scrapeSeconds?: number;
  readonly expressions?: Readonly<Record<string, string>>;
  readonly applications?: readonly ApplicationMetrics[];
}

/** The configuration with its defaults. */
export interface Settings {
  readonly url: string;
  readonly label: string;
  readonly values: Readonly<Record<string, string>>;
  readonly bearerToken: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly lookback: number;
  readonly points: number;
  readonly series: number;
  readonly readBytes: number;
  readonly scrapeSeconds: number;
  readonly expressions: Readonly<Record<string, string>>;
  readonly applications: readonly ApplicationMetrics[];
}

export function settingsOf(configuration: Configuration): Settings {
  const { url, workspaceLabel = 'workspace_id', workspaceValues = {}, bearerToken } = configuration;
  const { timeoutMilliseconds = 10_000, lookbackHours = 744, points = 1000, series = 200 } = configuration;
  return {
    url: url.replace(/\/+$/, ''),
    label: workspaceLabel,
    values: workspaceValues,
    bearerToken,
    timeoutMilliseconds,
    lookback: lookbackHours * 3_600_000,
    points,
    series,
    readBytes: configuration.readBytes ?? 8 * 1024 ** 2,
    scrapeSeconds: configuration.scrapeSeconds ?? 30,
    expressions: configuration.expressions ?? {},
    applications: configuration.applications ?? usualApplications,
  };
}
