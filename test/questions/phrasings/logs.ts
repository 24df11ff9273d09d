import { bothCheckouts, type Phrasing } from './phrasing.ts';

function ofLog(
  text: string,
  rule: string,
  name: string,
  more: Readonly<Record<string, unknown>>,
  kind = 'Deployment',
): Phrasing {
  return { text, rule, outcome: { tool: 'read-logs', arguments: { namespace: 'shop', kind, name, ...more } } };
}

/** What programs wrote. */
export const logs: readonly Phrasing[] = [
  ofLog('show the errors of frontend in the last hour', 'route.errors', 'frontend', { level: 'error', since: '1h' }),
  ofLog('Show me the errors from the frontend service over the last 2 hours, please', 'route.errors', 'frontend', {
    level: 'error',
    since: '2h',
  }),
  ofLog('show the errors of redis cart in the last hour', 'route.errors', 'redis-cart', {
    level: 'error',
    since: '1h',
  }),
  ofLog('show the errors of checkout in shop in the last hour', 'route.errors', 'checkout', {
    level: 'error',
    since: '1h',
  }),
  ofLog('errors of frontend', 'route.errors', 'frontend', { level: 'error' }),
  ofLog('any exceptions in payment since 30 minutes?', 'route.errors', 'payment', { level: 'error', since: '30m' }),
  ofLog('what errors does payment have', 'route.errors', 'payment', { level: 'error' }),
  ofLog('are there any errors in redis-cart in the last 15m?', 'route.errors', 'redis-cart', {
    level: 'error',
    since: '15m',
  }),
  ofLog('frontend errors', 'route.errors', 'frontend', { level: 'error' }),
  ofLog('show warnings of frontend in the last day', 'route.warnings', 'frontend', { level: 'warning', since: '1d' }),
  ofLog('show me the logs of frontend', 'route.logs', 'frontend', { level: 'all' }),
  ofLog('frontend logs for the last 15 minutes', 'route.logs', 'frontend', { level: 'all', since: '15m' }),
  ofLog('tail postgres', 'route.logs', 'postgres', { level: 'all' }, 'StatefulSet'),
  ofLog('show the previous logs of frontend', 'route.previous-logs', 'frontend', { level: 'all', previous: true }),
  ofLog('search the logs of frontend for "connection refused"', 'route.search-logs', 'frontend', {
    level: 'all',
    search: 'connection refused',
  }),
  ofLog('search logs of frontend for timeout', 'route.search-logs', 'frontend', { level: 'all', search: 'timeout' }),
  {
    text: 'show the errors of checkout in the last hour',
    rule: 'route.errors',
    captures: { since: '1h' },
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
];
