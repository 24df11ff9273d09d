const metric = { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$', maxLength: 200 } as const;
const label = { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', maxLength: 200 } as const;

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
    unit: { enum: ['seconds', 'milliseconds'], description: 'Of duration. seconds unless told.' },
    service: { ...label, description: 'The label that names the service. service unless told.' },
    namespace: { ...label, description: 'The label that names its namespace. namespace unless told.' },
    status: {
      type: 'array',
      items: label,
      minItems: 1,
      maxItems: 4,
      description: 'Labels of which one holds the status. status, code and status_code unless told.',
    },
    failed: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'A regular expression of the statuses that count as failed. 5.. unless told.',
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
