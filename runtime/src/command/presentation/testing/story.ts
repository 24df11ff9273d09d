import type { Evidence, EvidenceContent, Finding, RunEvent, RunEventDraft } from '@hexaops/core';

/** What text that others have written could do to a terminal: clear it, name its window, turn its lines, end a line. */
export const hostile = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egpj.\u2066x\u0000\r\u2028';

function evidence(id: string, step: string, title: string, content: EvidenceContent): RunEventDraft {
  const item: Evidence = {
    id,
    step,
    source: 'kubernetes',
    query: `GET /api/v1/namespaces/shop/${id}`,
    title,
    content,
    truncated: false,
    taint: 'untrusted',
    readAt: '2026-01-01T00:00:00.000Z',
  };
  return { type: 'evidence', evidence: item };
}

const service: Finding = {
  cause: 'service-selector-mismatch',
  object: { kind: 'Service', namespace: 'shop', name: 'orders' },
  severity: 'critical',
  confidence: 0.95,
  summary: 'Service orders selects no pod; the pods of orders bear other labels.',
  evidence: ['e1', 'e2'],
  remedy: { description: 'Give service orders a selector that fits the pods of orders.' },
};

const storefront: Finding = {
  cause: 'readiness-probe-failing',
  object: { kind: 'Deployment', namespace: 'shop', name: 'storefront' },
  severity: 'warning',
  confidence: 0.7,
  summary: 'Its pods are not ready since orders does not answer.',
  evidence: ['e3'],
  symptomOf: service.object,
};

/** Of another worker, which knows nothing of the service. */
const cart: Finding = {
  cause: 'log-errors',
  object: { kind: 'Deployment', namespace: 'shop', name: `cart${hostile}` },
  severity: 'warning',
  confidence: 0.6,
  summary: 'Its log says that orders does not answer.',
  evidence: ['e3'],
};

const steps = [
  { id: 'diagnosis', tool: 'diagnose-workspace', arguments: {} },
  { id: 'errors', tool: 'read-logs', arguments: { name: 'orders', pattern: `error${hostile}` } },
  { id: 'load', tool: 'query-metrics', arguments: { expression: 'sum(rate(http_requests_total[5m])) by (pod)' } },
].map((step) => ({ ...step, worker: 'worker-kubernetes', effect: 'read' as const, needs: [], provenance: {} }));

const course = [0.2, 0.3, 0.2, null, 0.6, 0.9, 1].map((value, minute) => [minute * 60_000, value] as const);

const drafts: readonly RunEventDraft[] = [
  { type: 'run-started', input: 'what is wrong?', subject: 'alice', workspace: 'shop', namespaces: [] },
  {
    type: 'plan-made',
    plan: { task: 'find out what is wrong in the workspace', steps, madeBy: { rule: 'route.x' }, tainted: false },
  },
  ...steps.map((step): RunEventDraft => ({
    type: 'step-started',
    step: step.id,
    tool: step.tool,
    worker: step.worker,
    arguments: step.arguments,
  })),
  evidence('e1', 'diagnosis', 'pods of the namespace shop', {
    kind: 'table',
    columns: ['name', 'ready', 'restarts', 'message'],
    rows: [
      ['orders-7d5b9c66f4-4nb8t', true, 0, null],
      ['店舗-7d5b9c66f4-wq6ls', false, 12, 'ヘルスチェックに失敗しました: connection refused'],
      ['e\u0301te\u0301-1', true, 103, hostile],
    ],
  }),
  evidence('e2', 'diagnosis', 'state of Service shop/orders', {
    kind: 'object',
    object: { selector: { app: 'order' } },
  }),
  { type: 'finding', finding: service },
  { type: 'finding', finding: storefront },
  {
    type: 'step-finished',
    step: 'diagnosis',
    status: 'succeeded',
    milliseconds: 193,
    unavailable: [{ source: 'events', reason: 'you may not read them' }],
    findings: 2,
  },
  evidence('e3', 'errors', 'errors of orders', {
    kind: 'text',
    text: `10:00:01 ERROR no route to orders\n\tat server.js:17${hostile}\n${'x'.repeat(90)}`,
  }),
  { type: 'finding', finding: cart },
  { type: 'step-finished', step: 'errors', status: 'succeeded', milliseconds: 2_400, unavailable: [], findings: 1 },
  evidence('e4', 'load', 'requests per second', {
    kind: 'series',
    unit: 'per second',
    series: [{ name: `shop/orders${hostile}`, points: course }],
  }),
  {
    type: 'step-finished',
    step: 'load',
    status: 'failed',
    milliseconds: 30_000,
    unavailable: [],
    error: { code: 'timeout', message: `it took too long${hostile}`, nextStep: 'ask for a shorter time' },
  },
  {
    type: 'model-called',
    task: 'answer',
    model: 'house/words',
    inputTokens: 1_200,
    outputTokens: 40,
    cost: 0.0031,
    milliseconds: 9,
  },
  {
    type: 'answer',
    text: [
      '**Service orders selects no pod.** Its selector is `app=order`\\_ [e1]',
      '',
      `1. Look at \`${hostile}\``,
      '2. Give it *another* selector:',
      '   - app=orders',
      '',
      '| pod | status |',
      '| --- | --- |',
      '| orders\\|1 | Running |',
      '',
      '```text',
      'selector:\n\tapp: order',
      '```',
      `See [this](https://example.test/x) <b>${hostile}</b>`,
    ].join('\n'),
    citations: ['e1'],
    unavailable: [],
    suggestions: [{ text: 'show the errors of orders in the last hour' }],
    ranking: [{ finding: 1 }, { finding: 2, symptomOf: service.object }, { finding: 3, symptomOf: service.object }],
  },
  { type: 'run-finished', status: 'completed' },
];

/** A run in which there is something of everything. */
export const story: readonly RunEvent[] = drafts.map((draft, index) => ({
  ...draft,
  run: 'r1',
  session: 's1',
  sequence: index + 1,
  time: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
  version: 1,
}));
