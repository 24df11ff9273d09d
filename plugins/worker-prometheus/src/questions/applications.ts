const metric = { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$', maxLength: 200 } as const;
const label = { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', maxLength: 200 } as const;

/** Labels of which one holds the status, and a regular expression of those that count as failed. */
export const usualStatus: readonly string[] = ['status', 'code', 'status_code'];
export const usualFailure = '5..';

/** Of one way in which applications are instrumented, as the configuration holds it. */
export const applicationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['requests', 'duration'],
  properties: {
    requests: { ...metric, description: 'A counter of requests.' },
    duration: {
      ...metric,
      description: 'A histogram (classic, by its name without _bucket, or native) or a summary of how long they took.',
    },
    unit: { enum: ['seconds', 'milliseconds'], default: 'seconds', description: 'Of duration.' },
    service: { ...label, default: 'service', description: 'The label that names the service.' },
    namespace: { ...label, default: 'namespace', description: 'The label that names its namespace.' },
    status: {
      type: 'array',
      items: label,
      minItems: 1,
      maxItems: 4,
      default: usualStatus,
      description: 'Labels of which one holds the status.',
    },
    failed: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      default: usualFailure,
      description: 'A regular expression of the statuses that count as failed.',
    },
    only: {
      type: 'object',
      maxProperties: 4,
      additionalProperties: { type: 'string', maxLength: 200 },
      propertyNames: label,
      description: 'Labels that its series must have, where each request is counted more than once.',
    },
  },
} as const;

export interface ApplicationMetrics {
  readonly requests: string;
  readonly duration: string;
  readonly unit?: 'seconds' | 'milliseconds';
  readonly service?: string;
  readonly namespace?: string;
  readonly status?: readonly string[];
  readonly failed?: string;
  readonly only?: Readonly<Record<string, string>>;
}

/** Prometheus's client libraries, OpenTelemetry, Spring's Micrometer, Istio. */
export const usualApplications: readonly ApplicationMetrics[] = [
  { requests: 'http_requests_total', duration: 'http_request_duration_seconds' },
  {
    requests: 'http_server_request_duration_seconds_count',
    duration: 'http_server_request_duration_seconds',
    status: ['http_response_status_code'],
  },
  { requests: 'http_server_requests_seconds_count', duration: 'http_server_requests_seconds', status: ['status'] },
  {
    requests: 'istio_requests_total',
    duration: 'istio_request_duration_milliseconds',
    unit: 'milliseconds',
    service: 'destination_service_name',
    namespace: 'destination_service_namespace',
    status: ['response_code'],
    only: { reporter: 'destination' },
  },
];
