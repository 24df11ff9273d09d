import type { Evidence, Finding, RankedFinding, RunEvent, RunEventBody } from '@hexaops/core';
import { uiStream } from '@hexaops/surface-ui-stream';
import type { Page } from 'playwright-core';

/**
 * These events as the answers to what the page sends, one list for each time, whatever the service would say. Each goes on where
 * the one before has ended. Gives the bodies that were sent.
 */
export async function answerWith(
  page: Page,
  ...answers: readonly (readonly RunEventBody[])[]
): Promise<readonly unknown[]> {
  const sent: unknown[] = [];
  let told = 0;
  await page.route('**/api/v1/ai/chat**', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const events = eventsOf(answers[sent.length] ?? [], told);
    sent.push(route.request().postDataJSON());
    told += events.length;
    const projection = uiStream.project();
    const texts = [...events.flatMap((event) => projection.event(event)), ...projection.end(true)];
    return route.fulfill({
      status: 200,
      headers: { 'content-type': 'text/event-stream', ...uiStream.headers },
      body: texts.map((text) => `data: ${text}\n\n`).join(''),
    });
  });
  return sent;
}

function eventsOf(bodies: readonly RunEventBody[], told: number): readonly RunEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    run: 'forged',
    session: 'forged-session',
    sequence: told + index + 1,
    time: new Date(Date.UTC(2026, 0, 1) + (told + index) * 10).toISOString(),
    version: 1,
  }));
}

export function evidenceOf(id: string, title: string, content: Evidence['content']): RunEventBody {
  return {
    type: 'evidence',
    evidence: {
      id,
      step: 's1',
      source: 'logs',
      query: `the query of ${title}`,
      title,
      content,
      truncated: false,
      taint: 'untrusted',
      readAt: '2026-01-01T00:00:00.000Z',
    },
  };
}

export const begun: RunEventBody = {
  type: 'run-started',
  input: 'what is wrong?',
  subject: 'alice',
  workspace: 'shop',
  namespaces: [],
};

export const ended: RunEventBody = { type: 'run-finished', status: 'completed' };

export function said(text: string, ranking?: readonly RankedFinding[]): RunEventBody {
  const answer = { type: 'answer', text, citations: [], unavailable: [], suggestions: [] } as const;
  return ranking === undefined ? answer : { ...answer, ranking };
}

/** A change of many fields that waits for the one who asked. */
export function approvalUntil(expiresAt: number): RunEventBody {
  const changes = Array.from({ length: 24 }, (_, index) => ({
    path: `spec.template.spec.containers[0].env[${index}].valueFrom.configMapKeyRef.name`,
    before: `checkout-configuration-${index}`,
    after: { name: `checkout-configuration-of-the-new-release-${index}`, optional: false },
  }));
  const summary = 'Roll out Deployment shop/checkout with another configuration.';
  return {
    type: 'approval-required',
    approval: {
      id: 'a1',
      step: 's1',
      hash: 'ab'.repeat(32),
      summary,
      changes,
      provenance: { name: { taint: 'caller', origin: 'you wrote "checkout"' } },
      reasons: [],
      roles: [],
      fourEyes: false,
      bytes: {
        tool: 'apply-object',
        operation: 'apply',
        target: 'deployment/shop/checkout',
        summary,
        changes,
        parameters: {},
        arguments: { name: 'checkout' },
        resourceVersion: '7',
        subject: 'alice',
        workspace: 'shop',
        expiresAt,
        nonce: '0'.repeat(32),
      },
    },
  };
}

/** A plan of so many reads, each with a piece of evidence and, now and then, a finding. */
export function longRun(steps: number): readonly RunEventBody[] {
  const ids = Array.from({ length: steps }, (_, index) => `s${index}`);
  return [
    begun,
    {
      type: 'plan-made',
      plan: {
        task: 'everything',
        steps: ids.map((id) => ({
          id,
          tool: 'read-logs',
          worker: 'worker-kubernetes',
          effect: 'read',
          arguments: { name: `service-${id}` },
          needs: [],
          provenance: {},
        })),
        madeBy: { rule: 'route.everything' },
        tainted: false,
      },
    },
    ...ids.flatMap((id, index): RunEventBody[] => [
      { type: 'step-started', step: id, tool: 'read-logs', worker: 'worker-kubernetes', arguments: {} },
      evidenceOf(`e${index}`, `log of service-${id}`, { kind: 'text', text: 'a line\n'.repeat(50) }),
      { type: 'step-finished', step: id, status: 'succeeded', milliseconds: 3, unavailable: [], findings: 0 },
    ]),
    said('Nothing is wrong. [e1]'),
    ended,
  ];
}

/** An investigation with everything in it that a page can show of one. */
export function richRun(): readonly RunEventBody[] {
  const step = (id: string, tool: string, effect: 'read' | 'write' = 'read') => ({
    id,
    tool,
    worker: `worker-${tool.includes('metric') ? 'prometheus' : 'kubernetes'}`,
    effect,
    arguments: { name: 'checkout', since: '2h' },
    needs: [],
    provenance: {},
  });
  const object = (kind: string, name: string) => ({ kind, namespace: 'shop', name });
  const root = object('Deployment', 'stock');
  const at = Date.UTC(2026, 0, 1);
  return [
    begun,
    {
      type: 'plan-made',
      plan: {
        task: 'find out why checkout is slow',
        steps: [step('s1', 'diagnose-object'), step('s2', 'find-metric-changes'), step('s3', 'search-logs')],
        madeBy: { model: 'private/large' },
        tainted: false,
      },
    },
    { type: 'step-started', step: 's1', tool: 'diagnose-object', worker: 'worker-kubernetes', arguments: {} },
    evidenceOf('e1', 'state of Deployment shop/stock', { kind: 'object', object: { spec: { replicas: 1 } } }),
    evidenceOf('e2', 'lines of checkout', {
      kind: 'table',
      columns: ['time', 'level', 'message', 'count'],
      rows: [
        ['10:00:01', 'error', 'connection to stock refused', 12],
        ['10:00:02', 'warning', 'a retry took 800 ms', 3],
        ['10:00:03', 'info', 'order 18 was taken', 240],
      ],
    }),
    {
      type: 'step-finished',
      step: 's1',
      status: 'succeeded',
      milliseconds: 640,
      unavailable: [],
      findings: 3,
      moments: [
        { at, kind: 'change', what: 'revision 4 was rolled out: image stock:2.1', object: root, evidence: ['e1'] },
        {
          at: at + 90_000,
          kind: 'symptom',
          what: 'first line like "connection refused"',
          object: object('Pod', 'checkout-1'),
          evidence: ['e2'],
        },
      ],
    },
    {
      type: 'step-finished',
      step: 's2',
      status: 'failed',
      milliseconds: 5_000,
      error: { code: 'source-unavailable', message: 'Prometheus does not answer.', nextStep: 'Ask again later.' },
      unavailable: [{ source: 'prometheus', reason: 'no answer within 5 s' }],
    },
    {
      type: 'guard-decided',
      step: 's3',
      decision: 'deny',
      rules: ['guard.logs'],
      reasons: ['logs of this workspace are closed at night'],
    },
    { type: 'step-finished', step: 's3', status: 'denied', milliseconds: 0, unavailable: [] },
    { type: 'steps-added', steps: [step('s4', 'read-logs')], because: 'the finding names stock' },
    { type: 'step-finished', step: 's4', status: 'succeeded', milliseconds: 210, unavailable: [] },
    findingOf('crash-loop', root, 'critical', 'Container stock ends with exit code 1 soon after it starts.'),
    findingOf(
      'no-ready-endpoint',
      object('Service', 'stock'),
      'warning',
      'Service stock has no pod that is ready.',
      root,
    ),
    findingOf('calls-fail', object('Deployment', 'checkout'), 'warning', 'Calls of checkout to stock fail.', root),
    {
      type: 'model-called',
      task: 'answer',
      model: 'private/large',
      inputTokens: 8_400,
      outputTokens: 320,
      cost: 0.0123,
      milliseconds: 900,
    },
    said(
      '**Container stock ends soon after it starts.** [e1] Calls of checkout fail since. [e2]\n\n- Prometheus could not be read.',
    ),
    ended,
  ];
}

export function findingOf(
  cause: string,
  object: Finding['object'],
  severity: Finding['severity'],
  summary: string,
  symptomOf?: Finding['object'],
): RunEventBody {
  const finding = { cause, object, severity, summary, confidence: 0.9, evidence: ['e1'] };
  return { type: 'finding', finding: { ...finding, ...(symptomOf === undefined ? {} : { symptomOf }) } };
}
