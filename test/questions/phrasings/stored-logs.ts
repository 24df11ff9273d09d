import type { Phrasing } from './phrasing.ts';

function stored(text: string, rule: string, tool: string, values: Readonly<Record<string, unknown>>): Phrasing {
  return { text, rule, outcome: { tool, arguments: values } };
}

/** What becomes of questions about logs where both the store of logs and the logs of pods can be read. */
export const storedLogs: readonly Phrasing[] = [
  stored('errors of checkout in the last hour', 'route.stored-errors', 'search-logs', {
    service: 'checkout',
    level: 'error',
    since: '1h',
  }),
  stored(
    'Show me the errors from the frontend service over the last 2 hours, please',
    'route.stored-errors',
    'search-logs',
    {
      service: 'frontend',
      level: 'error',
      since: '2h',
    },
  ),
  stored('show the errors of redis cart in the last hour', 'route.stored-errors', 'search-logs', {
    service: 'redis-cart',
    level: 'error',
    since: '1h',
  }),
  stored('frontend errors', 'route.errors-after-a-name', 'search-logs', { service: 'frontend', level: 'error' }),
  stored('any warnings in payment since 30 minutes?', 'route.stored-warnings', 'search-logs', {
    service: 'payment',
    level: 'warning',
    since: '30m',
  }),
  stored('are there any errors in the logs?', 'route.stored-errors-of-all', 'search-logs', { level: 'error' }),
  stored('show me the logs of checkout', 'route.stored-lines', 'search-logs', { service: 'checkout' }),
  stored('show me the logs of the last 15 minutes', 'route.stored-lines-of-all', 'search-logs', { since: '15m' }),
  stored('search the logs of checkout for "connection refused"', 'route.search-stored-logs', 'search-logs', {
    term: 'connection refused',
    service: 'checkout',
    since: '24h',
  }),
  stored('grep timeout in the logs', 'route.search-stored-logs', 'search-logs', { term: 'timeout', since: '24h' }),
  stored('how many errors were there in the last 6 hours?', 'route.count-stored-errors', 'count-logs', {
    level: 'error',
    by: 'service',
    since: '6h',
  }),
  stored('what new errors are there since yesterday?', 'route.new-errors', 'new-log-templates', {}),
  stored('any new errors in checkout in the last 6 hours', 'route.new-errors', 'new-log-templates', {
    service: 'checkout',
    since: '6h',
  }),
  stored("when did 'connection refused' first appear?", 'route.first-log', 'first-log', { term: 'connection refused' }),
  stored('what are the most frequent errors of checkout?', 'route.error-kinds', 'top-log-templates', {
    service: 'checkout',
    level: 'error',
  }),
  stored('summarize the logs of the last hour', 'route.log-kinds', 'top-log-templates', { since: '1h' }),
  stored('show the logs around 14:05', 'route.logs-around', 'logs-around', { at: '14:05' }),
  stored('show the errors of checkout around 9:30', 'route.errors-around', 'logs-around', {
    at: '9:30',
    level: 'error',
    service: 'checkout',
  }),
  stored('follow trace 4bf92f3577b34da6', 'route.trace', 'trace-logs', { trace: '4bf92f3577b34da6' }),
  stored('which pipeline failed and why?', 'route.failed-pipelines', 'failed-pipelines', {}),
  stored('why did pipeline deploy-shop fail?', 'route.failed-pipeline', 'failed-pipelines', {
    pipeline: 'deploy-shop',
  }),
  stored('events of pod web-1 in the last 6 hours', 'route.stored-events', 'stored-events', {
    kind: 'Pod',
    name: 'web-1',
    since: '6h',
  }),
  stored('show the past events of checkout', 'route.stored-events', 'stored-events', { name: 'checkout' }),
  // What is of the cluster stays with the cluster.
  stored('show the events of frontend', 'route.events-of-object', 'list-events', {
    namespace: 'shop',
    object: 'frontend',
  }),
  stored('show the errors of deployment frontend in the last hour', 'route.errors', 'read-logs', {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'frontend',
    level: 'error',
    since: '1h',
  }),
  stored('show the previous logs of frontend', 'route.previous-logs', 'read-logs', {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'frontend',
    level: 'all',
    previous: true,
  }),
  stored('tail postgres', 'route.logs', 'read-logs', {
    kind: 'StatefulSet',
    namespace: 'shop',
    name: 'postgres',
    level: 'all',
  }),
];

/** Of one object alone, what is stored is all that is left where no cluster can be read. */
export const storedAlone: readonly Phrasing[] = [
  stored('events of pod web-1', 'route.stored-events-without-a-cluster', 'stored-events', {
    kind: 'Pod',
    name: 'web-1',
  }),
  stored('errors of checkout in the last hour', 'route.stored-errors', 'search-logs', {
    service: 'checkout',
    level: 'error',
    since: '1h',
  }),
];
