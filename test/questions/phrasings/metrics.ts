import { bothCheckouts, type Phrasing } from './phrasing.ts';

const ofFrontend = { namespace: 'shop', workload: 'frontend' } as const;

function asked(text: string, question: string, more: Readonly<Record<string, unknown>> = {}): Phrasing {
  return {
    text,
    rule: 'route.metrics',
    outcome: { tool: 'ask-metrics', arguments: { question, ...ofFrontend, ...more } },
  };
}

function ofAll(text: string, rule: string, tool: string, given: Readonly<Record<string, unknown>> = {}): Phrasing {
  return { text, rule, outcome: { tool, arguments: given } };
}

/** What is measured. */
export const metrics: readonly Phrasing[] = [
  asked('cpu of frontend in the last 6 hours', 'cpu', { since: '6h' }),
  asked('show me the memory usage of frontend', 'memory'),
  asked('how much memory does frontend use?', 'memory'),
  asked('what is the error rate of frontend over the last 2 hours?', 'errors', { since: '2h' }),
  asked('chart frontend p99 latency for the last day', 'latency', { since: '1d' }),
  asked('what is the median latency of frontend', 'latency-median'),
  asked('how many requests per second does frontend get', 'requests'),
  asked('is frontend being throttled?', 'throttling'),
  asked('plot the network traffic of frontend', 'network'),
  {
    text: 'cpu of checkout in the last 6 hours',
    rule: 'route.metrics',
    captures: { measure: 'cpu', since: '6h' },
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
  {
    text: 'how often did frontend restart in the last 2 days?',
    rule: 'route.restarts-over-time',
    outcome: { tool: 'ask-metrics', arguments: { question: 'restarts', ...ofFrontend, since: '2d' } },
  },
  ofAll('show me the error rate', 'route.metrics-of-workspace', 'ask-metrics', { question: 'errors' }),
  ofAll('show the CPU usage of all pods in the last hour', 'route.metrics-of-workspace', 'ask-metrics', {
    question: 'cpu',
    since: '1h',
  }),
  ofAll('which pods are near their limits?', 'route.saturation', 'ask-metrics', { question: 'saturation' }),
  ofAll('is anything being throttled?', 'route.saturation', 'ask-metrics', { question: 'saturation' }),
  ofAll('which alerts fire?', 'route.alerts', 'list-alerts'),
  ofAll('Which alerts are firing right now?', 'route.alerts', 'list-alerts'),
  ofAll('are there any active alerts?', 'route.alerts', 'list-alerts'),
  ofAll('show me all alerts', 'route.alerts', 'list-alerts'),
  ofAll('which alerting rules are there?', 'route.alert-rules', 'list-alert-rules'),
  ofAll('which alerting rules are failing?', 'route.failing-alert-rules', 'list-alert-rules', { failing: true }),
  ofAll('will we run out of memory?', 'route.capacity', 'forecast-capacity', { resource: 'memory' }),
  ofAll('when do we run out of disk space?', 'route.capacity', 'forecast-capacity', { resource: 'disk' }),
  ofAll('what will run out first?', 'route.capacity-forecast', 'forecast-capacity'),
  ofAll('do we have enough headroom?', 'route.capacity-forecast', 'forecast-capacity'),
  {
    text: 'when will frontend run out of memory?',
    rule: 'route.capacity-of-workload',
    outcome: { tool: 'forecast-capacity', arguments: { resource: 'memory', ...ofFrontend } },
  },
  {
    text: 'is frontend leaking memory?',
    rule: 'route.capacity-of-workload',
    outcome: { tool: 'forecast-capacity', arguments: { resource: 'memory', ...ofFrontend } },
  },
  ofAll('is anything unusual in the metrics?', 'route.metric-changes-of-workspace', 'find-metric-changes'),
  ofAll('any anomalies in the last 6 hours?', 'route.metric-changes-of-workspace', 'find-metric-changes', {
    since: '6h',
  }),
  {
    text: 'what changed in the metrics of frontend in the last 12 hours?',
    rule: 'route.metric-changes',
    outcome: { tool: 'find-metric-changes', arguments: { ...ofFrontend, since: '12h' } },
  },
  {
    text: 'is frontend slower than yesterday?',
    rule: 'route.compare-metrics',
    outcome: { tool: 'compare-metrics', arguments: { question: 'latency', with: 'yesterday', ...ofFrontend } },
  },
  {
    text: 'compare the errors of frontend with before the last deployment',
    rule: 'route.compare-metrics',
    outcome: { tool: 'compare-metrics', arguments: { question: 'errors', with: 'last-deployment', ...ofFrontend } },
  },
  {
    text: 'does frontend use more memory than last week?',
    rule: 'route.compare-metrics',
    outcome: { tool: 'compare-metrics', arguments: { question: 'memory', with: 'last-week', ...ofFrontend } },
  },
];
