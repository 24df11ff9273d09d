// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import type { Rule, RuleSet, StepAction } from '@hexaops/core/rules';

const since = '${minutes}m';
const optional = true;
const namespaces = '${namespaces}';

/** What each analysis of `POST /workspaces/{id}/analyze` looks at, as far as it is installed. People can ask the same. */
const analyses: Readonly<Record<string, { readonly task: string; readonly steps: readonly StepAction[] }>> = {
  anomalies: {
    task: 'find what is unusual',
    steps: [
      { id: 'diagnosis', tool: 'diagnose-workspace', optional, arguments: { namespaces } },
      { id: 'metrics', tool: 'find-metric-changes', optional, arguments: { since } },
      { id: 'lines', tool: 'new-log-templates', optional, arguments: { since } },
      { id: 'changes', tool: 'list-changes', optional, arguments: { since } },
    ],
  },
  performance: {
    task: 'find out what is slow',
    steps: [
      { id: 'diagnosis', tool: 'diagnose-workspace', optional, arguments: { namespaces } },
      { id: 'latency', tool: 'ask-metrics', optional, arguments: { question: 'latency', since } },
      { id: 'throttling', tool: 'ask-metrics', optional, arguments: { question: 'throttling', since } },
      { id: 'metrics', tool: 'find-metric-changes', optional, arguments: { since } },
      { id: 'changes', tool: 'list-changes', optional, arguments: { since } },
    ],
  },
  security: {
    task: 'find what was refused, and what was changed',
    steps: [
      { id: 'denied', tool: 'search-logs', optional, arguments: { term: 'denied', since } },
      { id: 'unauthorized', tool: 'search-logs', optional, arguments: { term: 'unauthorized', since } },
      { id: 'forbidden', tool: 'search-logs', optional, arguments: { term: 'forbidden', since } },
      { id: 'changes', tool: 'list-changes', optional, arguments: { since } },
    ],
  },
  capacity: {
    task: 'find out what runs short',
    steps: [
      { id: 'quotas', tool: 'read-quotas', optional },
      { id: 'forecast', tool: 'forecast-capacity', optional, arguments: { since } },
      { id: 'diagnosis', tool: 'diagnose-workspace', optional, arguments: { namespaces } },
    ],
  },
};

export type Analysis = 'anomalies' | 'performance' | 'security' | 'capacity';

/** The words by which an analysis is asked for. */
export function analysisQuestion(analysis: Analysis, minutes: number): string {
  return `analyze the ${analysis} of the last ${minutes} minutes`;
}

/** By which it is asked what a workload has to do with what it is given. */
export function optimizationQuestion(target: string): string {
  return `does ${target} have what it needs`;
}

const rules = Object.entries(analyses).map(([analysis, { task, steps }]): Rule => ({
  id: `route.analyze-${analysis}`,
  priority: 30,
  match: {
    text: {
      pattern: `(?i)^\\s*analy[sz]e (?:the )?${analysis} (?:of|in|over) the last (?P<minutes>[0-9]{1,4}) minutes\\W*$`,
      captures: { minutes: { type: 'integer', minimum: 5, maximum: 1440 } },
    },
  },
  then: [{ plan: { task: `${task} in the last \${minutes} minutes`, timeline: { span: '1d' }, steps } }],
  tests: [
    {
      given: { text: `analyze the ${analysis} of the last 60 minutes`, namespaces: ['shop'] },
      expect: { captures: { minutes: 60 }, plan: { task: `${task} in the last 60 minutes` } },
    },
    { given: { text: `analyze the ${analysis} of the last 4 minutes` }, expect: 'none' },
  ],
}));

const optimization: Rule = {
  id: 'route.optimize',
  priority: 30,
  match: {
    text: {
      phrases: ['does {workload} have what it needs'],
      captures: { workload: { type: 'object', kinds: ['Deployment', 'StatefulSet', 'DaemonSet'] } },
    },
  },
  then: [
    {
      plan: {
        task: 'compare what ${workload.name} uses with what it is given',
        steps: ['cpu-of-limit', 'memory-of-limit', 'throttling'].map((question) => ({
          id: question,
          tool: 'ask-metrics',
          optional,
          arguments: {
            question,
            namespace: '${workload.namespace}',
            workload: '${workload.name}',
            since: '1d',
          },
        })),
      },
    },
  ],
  tests: [{ given: { text: 'does checkout have what it needs?' }, expect: { captures: { workload: 'checkout' } } }],
};

/** Rules of the service itself, over the tools of several workers: without any of those they are left out. */
export const analysisRules: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'route',
  metadata: { name: 'analyses' },
  missingTools: 'skip',
  rules: [...rules, optimization],
};
