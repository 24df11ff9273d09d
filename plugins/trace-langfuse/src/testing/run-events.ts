import type { RunEvent, RunEventDraft } from '@hexaops/core';

/** Events of a run, one a second from the epoch on. */
export function runEvents(drafts: readonly RunEventDraft[], run = 'r1', after = 0): readonly RunEvent[] {
  return drafts.map((draft, index) => {
    const sequence = after + index + 1;
    const time = new Date(sequence * 1_000).toISOString();
    return { ...draft, run, session: 's1', sequence, time, version: 1 } as const;
  });
}

export const started: RunEventDraft = {
  type: 'run-started',
  input: 'what is wrong?',
  subject: 'alice',
  workspace: 'shop',
  namespaces: [],
};

export const finished: RunEventDraft = { type: 'run-finished', status: 'completed' };

export function answered(text: string): RunEventDraft {
  return { type: 'answer', text, citations: [], unavailable: [], suggestions: [] };
}

/** A plan by a rule, of one read each of these workers. */
export function planned(...workers: readonly string[]): RunEventDraft {
  const steps = workers.map((worker, index) => ({
    id: `s${index + 1}`,
    tool: `look-${index + 1}`,
    worker,
    effect: 'read' as const,
    arguments: { name: 'checkout' },
    needs: [],
    provenance: {},
  }));
  return { type: 'plan-made', plan: { task: 'find out', steps, madeBy: { rule: 'route.what' }, tainted: false } };
}

export function stepStarted(step: string, worker: string): RunEventDraft {
  return { type: 'step-started', step, tool: `look-${step.slice(1)}`, worker, arguments: { name: 'checkout' } };
}

export function stepFinished(step: string, status: 'succeeded' | 'failed' | 'denied' = 'succeeded'): RunEventDraft {
  const error = status === 'succeeded' ? {} : { error: { code: 'tool-failed', message: 'it broke' } };
  return { type: 'step-finished', step, status, milliseconds: 1_000, unavailable: [], ...error };
}

export function evidence(id: string, step: string, text: string): RunEventDraft {
  return {
    type: 'evidence',
    evidence: {
      id,
      step,
      source: 'kubernetes',
      query: 'get pods',
      title: 'pods',
      content: { kind: 'text', text },
      truncated: false,
      taint: 'untrusted',
      readAt: '2026-01-01T00:00:00.000Z',
    },
  };
}
