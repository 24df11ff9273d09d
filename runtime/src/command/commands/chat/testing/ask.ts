import assert from 'node:assert/strict';
import { type Approval, hashOf, type RunEventDraft } from '@hexaops/core';
import { type ChatServer, type ScriptedAnswer, startChat } from '../../../testing/chat-server.ts';
import { type Ended, hexaops, type Session } from '../../../testing/terminal.ts';

export const started: RunEventDraft = {
  type: 'run-started',
  input: 'what is wrong?',
  subject: 'alice',
  workspace: 'shop',
  namespaces: [],
};
export const answer = (text: string): RunEventDraft => ({
  type: 'answer',
  text,
  citations: [],
  unavailable: [],
  suggestions: [],
});
export const finished: RunEventDraft = { type: 'run-finished', status: 'completed' };
export const resumed: RunEventDraft = { type: 'run-resumed', subject: 'alice' };
export const needsToken: RunEventDraft = { type: 'reauthentication-required', reason: 'token-expired' };
export const question: RunEventDraft = {
  type: 'input-required',
  question: 'Which one?',
  choices: [
    { label: 'Deployment shop/checkout', value: 'deployment/shop/checkout' },
    { label: 'Deployment shop/cart', value: 'deployment/shop/cart' },
  ],
  slot: 'name',
};
const shown = {
  summary: 'Scale Deployment shop/checkout from 1 to 3',
  changes: [{ path: 'spec.replicas', before: 1, after: 3 }],
};
export const bytes = {
  ...shown,
  tool: 'scale-deployment',
  operation: 'scale',
  target: 'deployment/shop/checkout',
  parameters: { replicas: 3 },
  arguments: { replicas: 3 },
  resourceVersion: '7',
  subject: 'alice',
  workspace: 'shop',
  expiresAt: Date.UTC(2026, 0, 2),
  nonce: '0'.repeat(32),
};
export const approval: Approval = {
  id: 'a1',
  step: 's1',
  hash: hashOf(bytes),
  bytes,
  ...shown,
  provenance: { replicas: { taint: 'untrusted', origin: 'rule x\u001b[2J' } },
  reasons: [],
  roles: [],
  fourEyes: false,
};
export const needsApproval: RunEventDraft = { type: 'approval-required', approval };

interface Asked extends Ended {
  readonly received: ChatServer['received'];
  readonly bodies: readonly unknown[];
}

export async function ask(
  answers: readonly ScriptedAnswer[],
  session: Session = {},
  ...argv: readonly string[]
): Promise<Asked> {
  await using chat = await startChat(answers);
  const environment = { HEXAOPS_AUTHORIZATION: 'Bearer secret-of-alice', ...session.environment };
  const ended = await hexaops(['ask', 'what is wrong?', '--url', chat.url, ...argv], { ...session, environment });
  assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /secret-of-alice/);
  const stdout = ended.stdout.replace(/took \d+ s/, 'took some time');
  return { ...ended, stdout, received: chat.received, bodies: chat.received.map(({ body }) => body) };
}

/** What ends every run that has ended. */
export const closing = 'run r1 of session s1: took some time, no model was asked\n';
