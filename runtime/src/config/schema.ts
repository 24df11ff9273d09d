import { defaultBudget, defaultChangeLimits } from '@hexaops/core';
import { defaultAdmissionLimits } from '../http/admission/limits.ts';
import { defaultHttpLimits } from '../http/limits.ts';
import { described } from './described.ts';

const bound = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
const sensitivities = ['public', 'internal', 'confidential'] as const;
const modelName = { type: 'string', pattern: '^[^/\\s]+/\\S+$', maxLength: 300 } as const;
const amount = { type: 'number', minimum: 0 } as const;
const spendingLimits = {
  type: 'object',
  additionalProperties: false,
  properties: { tokens: amount, money: amount },
} as const;
/** Long enough that nobody guesses it, and of what a header can carry. */
const secret = { type: 'string', minLength: 16, maxLength: 4096, pattern: '^[\\x21-\\x7e]+$' } as const;
const size = { type: 'integer', minimum: 1, maximum: 1_073_741_824 } as const;

/** The form of the configuration file. */
export const configSchema = described({
  type: 'object',
  additionalProperties: false,
  properties: {
    mode: { enum: ['normal', 'readOnly'] },
    server: {
      type: 'object',
      additionalProperties: false,
      properties: {
        host: { type: 'string', minLength: 1 },
        port: { type: 'integer', minimum: 0, maximum: 65_535 },
        trustedProxies: { type: 'array', items: { type: 'string' }, maxItems: 1_000 },
        shutdownSeconds: { type: 'integer', minimum: 1, maximum: 600 },
        limits: {
          type: 'object',
          additionalProperties: false,
          properties: {
            ...Object.fromEntries(Object.keys(defaultHttpLimits).map((name) => [name, size])),
            // 0 switches these off.
            ...Object.fromEntries(Object.keys(defaultAdmissionLimits).map((name) => [name, bound])),
          },
        },
      },
    },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['use'],
        properties: { use: { type: 'string', minLength: 1 }, config: { type: 'object' } },
      },
    },
    budget: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(Object.keys(defaultBudget).map((name) => [name, size])),
    },
    models: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...Object.fromEntries(['default', 'chat', 'plan', 'extract', 'summarize'].map((name) => [name, modelName])),
        sensitivity: { enum: sensitivities },
        promptTokens: { type: 'integer', minimum: 1_000, maximum: 10_000_000 },
        outputTokens: { type: 'integer', minimum: 1, maximum: 10_000_000 },
        milliseconds: { type: 'integer', minimum: 1, maximum: 600_000 },
        firstChunkMilliseconds: { type: 'integer', minimum: 1, maximum: 600_000 },
        idleMilliseconds: { type: 'integer', minimum: 1, maximum: 600_000 },
        rounds: { type: 'integer', minimum: 0, maximum: 20 },
        words: { enum: ['planned', 'always'] },
        unapprovedWrites: { type: 'boolean' },
        prices: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            additionalProperties: false,
            required: ['input', 'output'],
            properties: { input: amount, output: amount },
          },
        },
        budgets: {
          type: 'object',
          additionalProperties: false,
          properties: {
            window: { enum: ['day', 'month'] },
            workspace: spendingLimits,
            workspaces: { type: 'object', additionalProperties: spendingLimits },
            user: spendingLimits,
            run: { type: 'object', additionalProperties: false, properties: { money: amount } },
          },
        },
      },
    },
    changes: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.keys(defaultChangeLimits).map((name) => [
          name,
          name === 'share' ? { type: 'number', minimum: 0, maximum: 1 } : bound,
        ]),
      ),
    },
    approvalSeconds: { type: 'integer', minimum: 1, maximum: 604_800 },
    audit: {
      type: 'object',
      additionalProperties: false,
      properties: {
        room: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
        keepDays: { type: 'integer', minimum: 0, maximum: 36_500 },
      },
    },
    alerts: {
      type: 'object',
      additionalProperties: false,
      properties: {
        credentials: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              token: secret,
              username: { type: 'string', pattern: '^[^:\\s]{1,100}$' },
              password: secret,
              workspaces: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
            },
            oneOf: [{ required: ['token'] }, { required: ['username', 'password'] }],
          },
        },
        workspaceLabel: { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
        workspaces: {
          type: 'array',
          maxItems: 10_000,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['labels', 'workspace'],
            properties: {
              labels: { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } },
              workspace: { type: 'string', minLength: 1 },
            },
          },
        },
      },
    },
    investigations: {
      type: 'object',
      additionalProperties: false,
      properties: {
        workers: { type: 'array', items: { type: 'string', minLength: 1 } },
        ...Object.fromEntries(
          ['atOnce', 'perHour', 'seconds', 'restSeconds', 'alerts', 'offerHours'].map((name) => [name, size]),
        ),
      },
    },
    rules: { type: 'array', items: { type: 'string', minLength: 1 } },
    workspaces: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { environment: { type: 'string', minLength: 1 }, sensitivity: { enum: sensitivities } },
      },
    },
    defaultEnvironment: { type: 'string', minLength: 1 },
    logging: {
      type: 'object',
      additionalProperties: false,
      properties: { level: { enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] } },
    },
  },
} as const);
