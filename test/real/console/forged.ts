import type { Evidence, RunEvent, RunEventBody } from '@hexaops/core';
import { uiStream } from '@hexaops/surface-ui-stream';
import type { Page } from 'playwright-core';

/** These events as the next answer to a question, whatever the service would say. */
export async function answerWith(page: Page, bodies: readonly RunEventBody[]): Promise<void> {
  const projection = uiStream.project();
  const texts = [...eventsOf(bodies).flatMap((event) => projection.event(event)), ...projection.end(true)];
  await page.route('**/api/v1/ai/chat**', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 200,
          headers: { 'content-type': 'text/event-stream', ...uiStream.headers },
          body: texts.map((text) => `data: ${text}\n\n`).join(''),
        })
      : route.continue(),
  );
}

function eventsOf(bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    run: 'forged',
    session: 'forged-session',
    sequence: index + 1,
    time: new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString(),
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

export function said(text: string): RunEventBody {
  return { type: 'answer', text, citations: [], unavailable: [], suggestions: [] };
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
