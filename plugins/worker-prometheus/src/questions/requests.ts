import { encodeString } from '../promql/string-literal.ts';
import { type ApplicationMetrics, usualFailure, usualStatus } from './applications.ts';
import type { Question } from './question.ts';
import { equals, matchers, type Subject } from './subject.ts';

/** What applications count of their requests. */
export const requestQuestions: readonly Question[] = [
  {
    id: 'requests',
    title: 'requests',
    unit: 'per second',
    isRate: true,
    together: 'sum',
    expressions: (subject, { window, applications }) =>
      applications.map((application) => counted(application, subject, window)),
  },
  {
    id: 'errors',
    title: 'requests that failed',
    unit: 'share',
    isRate: true,
    together: 'mean',
    expressions: (subject, { window, applications }) =>
      applications.map((application) => {
        const { status = usualStatus, failed = usualFailure } = application;
        const all = counted(application, subject, window);
        const failures = status.map((label) =>
          counted(application, subject, window, `${label}=~${encodeString(failed)}`),
        );
        // Where nothing has failed yet there is no series that says so.
        return `(${[...failures, `0 * ${all}`].join(' or ')}) / ${all}`;
      }),
  },
  ...(
    [
      ['latency', '99th percentile', '0.99'],
      ['latency-p90', '90th percentile', '0.9'],
      ['latency-median', 'median', '0.5'],
    ] as const
  ).map(([id, name, quantile]): Question => ({
    id,
    title: `latency, ${name}`,
    unit: 'seconds',
    isRate: true,
    together: 'mean',
    expressions: (subject, { window, applications }) =>
      applications.map((application) => latency(application, subject, window, quantile)),
  })),
];

function counted(
  application: ApplicationMetrics,
  subject: Subject,
  window: string,
  ...others: readonly string[]
): string {
  return `sum by (${by(application)}) (rate(${application.requests}${of(application, subject, ...others)}${window}))`;
}

/** Of classic buckets, else of a native histogram, else of a summary, of which the worst replica is all that can be told. */
function latency(application: ApplicationMetrics, subject: Subject, window: string, quantile: string): string {
  const { duration, unit = 'seconds' } = application;
  const own = of(application, subject);
  const seen = [
    `histogram_quantile(${quantile}, sum by (${by(application)}, le) (rate(${duration}_bucket${own}${window})))`,
    `histogram_quantile(${quantile}, sum by (${by(application)}) (rate(${duration}${own}${window})))`,
    `max by (${by(application)}) (${duration}${of(application, subject, `quantile=${encodeString(quantile)}`)})`,
  ].join(' or ');
  return unit === 'seconds' ? seen : `(${seen}) / 1000`;
}

function by({ service = 'service', namespace = 'namespace' }: ApplicationMetrics): string {
  return `${namespace}, ${service}`;
}

function of(application: ApplicationMetrics, subject: Subject, ...others: readonly string[]): string {
  const { service = 'service', namespace = 'namespace', only = {} } = application;
  return matchers(
    ...others,
    ...Object.entries(only).flatMap(([label, value]) => equals(label, value)),
    ...equals(namespace, subject.namespace),
    ...equals(service, subject.workload),
  );
}
