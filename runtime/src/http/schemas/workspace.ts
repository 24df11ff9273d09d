import { namespaceSchema, namespacesSchema, objectNameSchema, streamSchema } from './common.ts';

export const analyzeSchema = {
  type: 'object',
  properties: {
    analysis_type: { enum: ['anomaly', 'performance', 'security', 'capacity'] },
    time_range_minutes: { type: 'integer', minimum: 5, maximum: 1440 },
    namespaces: namespacesSchema,
    stream: streamSchema,
  },
  required: ['analysis_type'],
  additionalProperties: false,
} as const;

export const remediateSchema = {
  type: 'object',
  properties: {
    actions: {
      type: 'array',
      minItems: 1,
      maxItems: 16,
      items: {
        type: 'object',
        properties: {
          action: { enum: ['restart', 'scale', 'heal', 'optimize'] },
          target: objectNameSchema,
          namespace: namespaceSchema,
          replicas: { type: 'integer', minimum: 0, maximum: 10_000 },
        },
        required: ['action', 'target'],
        additionalProperties: false,
      },
    },
    dry_run: { type: 'boolean' },
    approval_required: { type: 'boolean' },
    stream: streamSchema,
  },
  required: ['actions'],
  additionalProperties: false,
} as const;
