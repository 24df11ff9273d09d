const texts = {
  type: 'object',
  maxProperties: 128,
  propertyNames: { maxLength: 1024 },
  additionalProperties: { type: 'string', maxLength: 65_536 },
} as const;

/**
 * What Alertmanager sends to a webhook, version 4 (prometheus.io/docs/alerting/latest/configuration, "webhook_config"). What
 * is known of it is held to its form; what a later release adds is let pass and not read.
 */
export const alertmanagerSchema = {
  type: 'object',
  properties: {
    version: { const: '4' },
    status: { enum: ['firing', 'resolved'] },
    receiver: { type: 'string', maxLength: 1024 },
    groupKey: { type: 'string', maxLength: 65_536 },
    groupLabels: texts,
    commonLabels: texts,
    commonAnnotations: texts,
    externalURL: { type: 'string', maxLength: 4096 },
    truncatedAlerts: { type: 'integer', minimum: 0 },
    alerts: {
      type: 'array',
      maxItems: 500,
      items: {
        type: 'object',
        properties: {
          status: { enum: ['firing', 'resolved'] },
          labels: texts,
          annotations: texts,
          startsAt: { type: 'string', format: 'date-time', maxLength: 64 },
          /** The year 1 where it has not ended. */
          endsAt: { type: 'string', format: 'date-time', maxLength: 64 },
          generatorURL: { type: 'string', maxLength: 65_536 },
          fingerprint: { type: 'string', pattern: '^[0-9a-f]{8,64}$' },
        },
        required: ['status', 'labels', 'startsAt', 'fingerprint'],
      },
    },
  },
  required: ['version', 'alerts'],
} as const;
