import { hashOf, type Approval, type RunEventDraft } from '@hexaops/core';

/** What the fake engine does when it is asked something, by the words. Anything else is answered at once. */
export const scripts: ReadonlyMap<string, readonly RunEventDraft[]> = new Map(
  Object.entries<readonly RunEventDraft[]>({
    'scale checkout to 3': [
      {
        type: 'plan-made',
        plan: {
          task: 'scale checkout to 3',
          steps: [
            {
              id: 's1',
              tool: 'scale-deployment',
              worker: 'kubernetes',
              effect: 'write',
              arguments: { name: 'checkout', replicas: 3 },
              needs: [],
              provenance: { replicas: { taint: 'caller', origin: 'you wrote "3"' } },
            },
          ],
          madeBy: { rule: 'route.scale' },
          tainted: false,
        },
      },
      { type: 'approval-required', approval: approvalOf('a1') },
    ],
    'long investigation': [{ type: 'reauthentication-required', reason: 'token-expired' }],
    'restart it': [
      {
        type: 'input-required',
        question: 'Which one?',
        choices: [
          { label: 'Deployment shop/checkout', value: 'deployment/shop/checkout' },
          { label: 'Deployment shop/cart', value: 'deployment/shop/cart' },
        ],
        slot: 'name',
      },
    ],
    'what fails?': [
      {
        type: 'run-finished',
        status: 'failed',
        error: { code: 'cluster-unavailable', message: 'The cluster does not answer.', nextStep: 'Try again later.' },
      },
    ],
    /** Goes on until somebody tells it to end. */
    'never end': [],
  }),
);

export const answerOf = (text: string): readonly RunEventDraft[] => [
  {
    type: 'evidence',
    evidence: {
      id: 'e1',
      step: 's1',
      source: 'kubernetes',
      query: 'GET /api/v1/pods',
      title: 'Pods',
      content: { kind: 'text', text: 'one Pod' },
      truncated: false,
      taint: 'untrusted',
      readAt: '2026-01-01T00:00:00.000Z',
    },
  },
  {
    type: 'finding',
    finding: {
      cause: 'image-pull-failure',
      object: { kind: 'Pod', namespace: 'shop', name: 'checkout' },
      severity: 'critical',
      confidence: 1,
      summary: 'The image cannot be pulled.',
      evidence: ['e1'],
    },
  },
  {
    type: 'answer',
    text,
    citations: ['e1'],
    unavailable: [{ source: 'logs', reason: 'not configured' }],
    suggestions: [{ text: 'restart checkout' }],
  },
  { type: 'usage', steps: 1, evidenceBytes: 7, inputTokens: 5, outputTokens: 6 },
  { type: 'run-finished', status: 'completed' },
];

export function approvalOf(id: string): Approval {
  const shown = {
    summary: 'Scale Deployment shop/checkout from 1 to 3',
    changes: [{ path: 'spec.replicas', before: 1, after: 3 }],
  };
  const bytes = {
    ...shown,
    tool: 'scale-deployment',
    operation: 'scale',
    target: 'deployment/shop/checkout',
    parameters: { replicas: 3 },
    arguments: { name: 'checkout', replicas: 3 },
    resourceVersion: '7',
    subject: 'alice',
    workspace: 'w1',
    expiresAt: Date.UTC(2026, 0, 2),
    nonce: '0'.repeat(32),
  };
  return {
    id,
    step: 's1',
    hash: hashOf(bytes),
    bytes,
    ...shown,
    provenance: { name: { taint: 'caller', origin: 'you wrote "checkout"' } },
    reasons: [],
    roles: [],
    fourEyes: false,
  };
}
