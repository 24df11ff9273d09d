import { type ApplicationMetrics, applicationSchema, usualApplications } from './questions/applications.ts';
import { questionIds } from './questions/questions.ts';

const defaults = {
  workspaceLabel: 'workspace_id',
  timeoutMilliseconds: 10_000,
  lookbackHours: 744,
  points: 1000,
  series: 200,
  readBytes: 8 * 1024 ** 2,
  scrapeSeconds: 30,
} as const;

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
      default: defaults.workspaceLabel,
      description: 'The label that tells whose a series is.',
    },
    workspaceValues: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 512 },
      description: "The label's value by workspace, where it is not the workspace's id.",
    },
    bearerToken: { type: 'string', minLength: 1, description: "The service's own credential for reading metrics." },
    timeoutMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 120_000,
      default: defaults.timeoutMilliseconds,
      description: 'Of one query, told to Prometheus too.',
    },
    lookbackHours: {
      type: 'integer',
      minimum: 1,
      maximum: 8760,
      default: defaults.lookbackHours,
      description: 'How far one query may reach back.',
    },
    points: {
      type: 'integer',
      minimum: 10,
      maximum: 11_000,
      default: defaults.points,
      description: 'Points of one series.',
    },
    series: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: defaults.series,
      description: 'Series of one answer.',
    },
    readBytes: { type: 'integer', minimum: 65_536, default: defaults.readBytes, description: 'Bytes of one answer.' },
    scrapeSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 600,
      default: defaults.scrapeSeconds,
      description: 'Between two samples of a series: rates are taken over four of them at least.',
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
  const { url, workspaceValues = {}, bearerToken, workspaceLabel, ...sizes } = { ...defaults, ...configuration };
  return {
    url: url.replace(/\/+$/, ''),
    label: workspaceLabel,
    values: workspaceValues,
    bearerToken,
    timeoutMilliseconds: sizes.timeoutMilliseconds,
    lookback: sizes.lookbackHours * 3_600_000,
    points: sizes.points,
    series: sizes.series,
    readBytes: sizes.readBytes,
    scrapeSeconds: sizes.scrapeSeconds,
    expressions: configuration.expressions ?? {},
    applications: configuration.applications ?? usualApplications,
  };
}
