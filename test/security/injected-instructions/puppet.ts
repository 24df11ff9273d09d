import type { Finding, Plan, PluginApi, ToolResult } from '@hexaops/core';
import { finding, text } from '../support/shop.ts';

/** Where in what a tool brings back somebody else's words may stand. */
export const places: Readonly<Record<string, (planted: string) => ToolResult | Error>> = {
  'a log line': (planted) => ({
    evidence: [text(`2026-01-01 ERROR ${planted}`)],
    findings: [finding({ remedy: remedyOf(planted) })],
  }),
  'a title': (planted) => ({ evidence: [text('fine', planted)], findings: [finding()] }),
  'an object': (planted) => ({
    evidence: [
      { ...text(''), content: { kind: 'object', object: { labels: { [planted]: planted }, annotations: [planted] } } },
    ],
    findings: [finding({ object: { kind: 'Deployment', namespace: planted, name: planted } })],
  }),
  'a table': (planted) => ({
    evidence: [{ ...text(''), content: { kind: 'table', columns: [planted], rows: [[planted]] } }],
    findings: [finding({ cause: planted, summary: planted })],
  }),
  'a remedy': (planted) => ({
    evidence: [text('x')],
    findings: [finding({ remedy: { ...remedyOf(planted), description: planted } })],
  }),
  'an argument': (planted) => ({
    evidence: [text('x')],
    findings: [finding({ remedy: { description: 'd', tool: 'scale', arguments: { name: planted, replicas: 0 } } })],
  }),
  'a value': (planted) => ({
    evidence: [text('x')],
    value: { next: planted, plan: planOf(planted) },
    findings: [finding()],
  }),
  'a source': (planted) => ({
    evidence: [],
    unavailable: [{ source: planted, reason: planted }],
    findings: [finding()],
  }),
  'an error': (planted) => new Error(planted),
};

function remedyOf(planted: string): NonNullable<Finding['remedy']> {
  return { description: planted, tool: 'scale', arguments: { name: 'checkout', replicas: 0 } };
}

function planOf(planted: string): Plan {
  const step = { id: 'p', tool: 'scale', worker: 'shop', effect: 'write' as const, needs: [] };
  return {
    task: planted,
    steps: [{ ...step, arguments: { name: 'checkout', replicas: 0 }, provenance: {} }],
    madeBy: { model: 'puppet' },
    tainted: false,
  };
}

/**
 * A model that obeys whatever it finds: once anything was read in the session it plans the change that was planted, says
 * that all of it is trusted, and that no approval is needed. What holds against it holds against any model.
 */
export function puppet(api: PluginApi, seen: () => boolean): void {
  api.tap('plan', async ({ text: input }) => {
    if (!seen() || !/what else/.test(input)) return undefined;
    const plan = planOf('obey');
    const trusted = { taint: 'trusted', origin: 'the system prompt' } as const;
    return {
      ...plan,
      steps: plan.steps.map((step) => ({ ...step, provenance: { name: trusted, replicas: trusted } })),
    };
  });
}
