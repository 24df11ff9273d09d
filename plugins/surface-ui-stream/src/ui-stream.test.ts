import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat } from '@ai-sdk/react';
import { DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses, type UIMessage } from 'ai';
import {
  type AnswerWords,
  HexaopsError,
  hashOf,
  type Approval,
  type RunEvent,
  type RunEventBody,
  type StreamedEvent,
} from '@hexaops/core';
import { uiStream } from './ui-stream.ts';

const bytes = {
  tool: 'scale-deployment',
  operation: 'scale',
  target: 'deployment/shop/checkout',
  parameters: { replicas: 3 },
  arguments: { name: 'checkout', replicas: 3 },
  resourceVersion: '7',
  subject: 'alice',
  workspace: 'shop',
  expiresAt: Date.UTC(2026, 0, 2),
  nonce: '0'.repeat(32),
};

const approval: Approval = {
  id: 'a1',
  step: 's2',
  hash: hashOf(bytes),
  bytes,
  summary: 'Scale it',
  changes: [],
  provenance: {},
  reasons: [],
  roles: [],
  fourEyes: false,
};

const asked: readonly RunEventBody[] = [
  { type: 'run-started', input: 'scale checkout to 3', subject: 'alice', workspace: 'shop', namespaces: [] },
  { type: 'step-started', step: 's1', tool: 'describe-object', worker: 'kubernetes', arguments: { name: 'checkout' } },
  { type: 'step-finished', step: 's1', status: 'succeeded', milliseconds: 5, unavailable: [] },
  { type: 'answer', text: 'It has one.', citations: [], unavailable: [], suggestions: [{ text: 'why?' }] },
  { type: 'approval-required', approval },
];

const decided: readonly RunEventBody[] = [
  { type: 'approval-decided', approval: 'a1', decision: 'approve', by: 'alice' },
  { type: 'step-started', step: 's2', tool: 'scale-deployment', worker: 'kubernetes', arguments: bytes.arguments },
  { type: 'step-finished', step: 's2', status: 'succeeded', milliseconds: 9, unavailable: [] },
  { type: 'answer', text: 'It has three.', citations: [], unavailable: [], suggestions: [] },
  { type: 'run-finished', status: 'completed' },
];

function eventsFrom(first: number, bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    run: 'r1',
    session: 'session-1',
    sequence: first + index,
    time: '2026-01-01T00:00:00.000Z',
    version: 1,
  }));
}

/** An answer of the service, as its bytes. */
function streamed(events: readonly StreamedEvent[], complete = true): Response {
  const projection = uiStream.project();
  const texts = [...events.flatMap((event) => projection.event(event)), ...projection.end(complete)];
  const body = texts.map((text) => `data: ${text}\n\n`).join('');
  return new Response(body, { headers: { 'content-type': 'text/event-stream', ...uiStream.headers } });
}

/** The AI SDK's own client, with nothing set but where to ask. */
function clientOf(answers: readonly Response[]) {
  const bodies: unknown[] = [];
  const rest = [...answers];
  const data: { readonly type: string }[] = [];
  const chat = new Chat<UIMessage>({
    transport: new DefaultChatTransport({
      api: 'http://service.invalid/api/v1/ai/chat',
      fetch: async (_url, init) => {
        if (init?.body != null) bodies.push(await new Response(init.body).json());
        const answer = rest.shift();
        if (answer === undefined) throw new Error('nobody expected another request');
        return answer;
      },
    }),
    onData: (part) => data.push(part),
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
  });
  return { chat, bodies, data };
}

test('a client of the AI SDK asks, is shown steps, words and the approval, and its decision is bound to what was shown', async () => {
  const { chat, bodies, data } = clientOf([streamed(eventsFrom(1, asked)), streamed(eventsFrom(6, decided))]);
  await chat.sendMessage({ text: 'scale checkout to 3' });
  assert.equal(chat.error, undefined);
  assert.deepEqual(uiStream.read(bodies[0]), { kind: 'message', message: 'scale checkout to 3' });
  const message = chat.messages.at(-1);
  assert.deepEqual([message?.role, message?.id], ['assistant', 'r1']);
  const parts = message?.parts ?? [];
  assert.ok(parts.some((part) => part.type === 'text' && part.text === 'It has one.'));
  const states = parts.flatMap((part) => (part.type === 'dynamic-tool' ? [[part.toolName, part.state]] : []));
  assert.deepEqual(states, [
    ['describe-object', 'output-available'],
    ['scale-deployment', 'approval-requested'],
  ]);
  assert.equal(data.filter(({ type }) => type === 'data-run-event').length, asked.length, 'every event is told');
  assert.ok(!parts.some(({ type }) => type === 'data-run-event'), 'and none is kept');

  await chat.addToolApprovalResponse({ id: 'a1', approved: true });
  while (bodies.length < 2 || chat.status !== 'ready') await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(uiStream.read(bodies[1]), {
    kind: 'decision',
    decision: { id: 'a1', decision: 'approve', hash: approval.hash },
  });
  assert.equal(chat.error, undefined);
  assert.ok(chat.messages.at(-1)?.parts.some((part) => part.type === 'text' && part.text === 'It has three.'));
});

test('a change that had nothing to change is an output that says what is so already', async () => {
  const [started, , answer, ended] = decided.slice(1);
  assert.ok(started !== undefined && answer !== undefined && ended !== undefined);
  const unchanged = 'Deployment shop/checkout asks for 3 replicas already.';
  const finished = {
    type: 'step-finished',
    step: 's2',
    status: 'succeeded',
    milliseconds: 9,
    unavailable: [],
  } as const;
  const events = [...asked.slice(0, 3), started, { ...finished, unchanged }, answer, ended];
  const { chat } = clientOf([streamed(eventsFrom(1, events))]);
  await chat.sendMessage({ text: 'scale checkout to 3' });
  const part = chat.messages.at(-1)?.parts.find((each) => each.type === 'dynamic-tool' && each.toolCallId === 's2');
  assert.ok(part?.type === 'dynamic-tool' && part.state === 'output-available');
  assert.equal((part.output as { readonly unchanged?: string }).unchanged, unchanged);
});

/** Pieces of the answer while it is being made, between the stored events. */
function words(sequence: number, ...pieces: readonly (readonly [at: number, text: string])[]): readonly AnswerWords[] {
  const time = '2026-01-01T00:00:00.000Z';
  return pieces.map(([at, text]) => {
    return { type: 'answer-words', at, text, run: 'r1', session: 'session-1', sequence, time, version: 1 };
  });
}

const answerOf = (text: string): readonly RunEventBody[] => [
  { type: 'answer', text, citations: [], unavailable: [], suggestions: [] },
  { type: 'run-finished', status: 'completed' },
];

async function saidOf(pieces: readonly (readonly [at: number, text: string])[], text: string) {
  const events = [...eventsFrom(1, asked.slice(0, 3)), ...words(3, ...pieces), ...eventsFrom(4, answerOf(text))];
  const answer = streamed(events);
  const chunks = await answer.clone().text();
  const { chat } = clientOf([answer]);
  await chat.sendMessage({ text: 'one' });
  assert.equal(chat.error, undefined);
  const parts = chat.messages.at(-1)?.parts ?? [];
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part] : []));
  assert.ok(texts.every(({ state }) => state === 'done'));
  return {
    texts: texts.map((part) => part.text),
    mended: parts.flatMap((part) =>
      part.type === 'data-answer' ? [(part.data as { readonly text?: string }).text] : [],
    ),
    deltas: chunks.match(/"type":"text-delta"/g)?.length,
  };
}

test('words of an answer are text as they come, and the answer adds the rest of itself alone', async () => {
  assert.deepEqual(
    await saidOf(
      [
        [0, 'One.'],
        [4, ' Two.'],
      ],
      'One. Two. Three.',
    ),
    { texts: ['One. Two. Three.'], mended: [undefined], deltas: 3 },
  );
  assert.deepEqual(await saidOf([[0, 'One.']], 'One.'), { texts: ['One.'], mended: [undefined], deltas: 1 });
});

const withdrawn = 'The words just above are withdrawn.';

test('where words are taken back, a part of its own says so, the answer stands in another, and is told whole', async () => {
  assert.deepEqual(
    await saidOf(
      [
        [0, 'One. Two.'],
        [4, ' Three.'],
      ],
      'One. Three.',
    ),
    { texts: ['One. Two.', withdrawn, 'One. Three.'], mended: ['One. Three.'], deltas: 3 },
  );
  assert.deepEqual(
    await saidOf(
      [
        [0, 'One.'],
        [0, ''],
      ],
      'Other.',
    ),
    { texts: ['One.', withdrawn, 'Other.'], mended: ['Other.'], deltas: 3 },
  );
  // Also where the answer takes the place of the words before anybody was told that they are taken back.
  assert.deepEqual(await saidOf([[0, 'One.']], 'Other.'), {
    texts: ['One.', withdrawn, 'Other.'],
    mended: ['Other.'],
    deltas: 3,
  });
});

test('words that have become no answer, for the run has failed or was cancelled, are withdrawn for everybody to see', async () => {
  for (const status of ['failed', 'cancelled'] as const) {
    const { chat } = clientOf([
      streamed([
        ...eventsFrom(1, asked.slice(0, 3)),
        ...words(3, [0, 'One.']),
        ...eventsFrom(4, [{ type: 'run-finished', status }]),
      ]),
    ]);
    await chat.sendMessage({ text: 'one' });
    const texts = chat.messages.at(-1)?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    assert.deepEqual(texts, ['One.', withdrawn], status);
  }
});

test('words that are taken back once an answer stands above say so next to themselves alone', async () => {
  const { chat } = clientOf([
    streamed([
      ...eventsFrom(1, asked.slice(0, 4)),
      ...words(4, [0, 'Two.'], [0, '']),
      ...eventsFrom(5, answerOf('Other.')),
    ]),
  ]);
  await chat.sendMessage({ text: 'one' });
  const texts = chat.messages.at(-1)?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  assert.deepEqual(texts, ['It has one.', 'Two.', withdrawn, 'Other.']);
});

test('a stream that ends between the words leaves no part open', async () => {
  const text = await streamed([...eventsFrom(1, asked.slice(0, 1)), ...words(1, [0, 'One.'])], false).text();
  assert.match(text, /"type":"text-end"[^]*"type":"finish"[^]*"sequence":1/);
});

test('a client that comes back to a run has no words in its message that were withdrawn meanwhile', async () => {
  const { chat } = clientOf([
    streamed([...eventsFrom(1, asked.slice(0, 3)), ...words(3, [0, 'One.'])], false),
    streamed([...eventsFrom(1, asked.slice(0, 3)), ...eventsFrom(4, answerOf('Other.'))]),
  ]);
  await chat.sendMessage({ text: 'one' });
  await chat.resumeStream();
  const texts = chat.messages.at(-1)?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  assert.deepEqual(texts, ['Other.']);
});

test('a stream without an event says whether there is more to come back for, and makes no message', async () => {
  assert.match(await streamed([], true).text(), /"finishReason":"other"/);
  assert.match(await streamed([], false).text(), /"finishReason":"interrupted"/);
  const { chat } = clientOf([streamed(eventsFrom(1, asked.slice(0, 4))), streamed([])]);
  await chat.sendMessage({ text: 'one' });
  const before = structuredClone(chat.messages);
  await chat.resumeStream();
  assert.deepEqual(chat.messages, before);
  assert.deepEqual([chat.status, chat.error], ['ready', undefined]);
});

test('a second question goes to the session of the first', async () => {
  const { chat, bodies } = clientOf([
    streamed(eventsFrom(1, asked.slice(0, 4))),
    streamed(eventsFrom(1, asked.slice(0, 4))),
  ]);
  await chat.sendMessage({ text: 'one' });
  await chat.sendMessage({ text: 'two' });
  assert.deepEqual(uiStream.read(bodies[1]), { kind: 'message', message: 'two', session: 'session-1' });
});

test('a run that fails is an error to the client, in words, and one that is let go of says so', async () => {
  const failed: readonly RunEventBody[] = [
    ...asked.slice(0, 1),
    { type: 'run-finished', status: 'failed', error: { code: 'x', message: 'It broke.', nextStep: 'Try again.' } },
  ];
  const { chat } = clientOf([streamed(eventsFrom(1, failed))]);
  await chat.sendMessage({ text: 'one' });
  assert.equal(chat.error?.message, 'It broke. Try again.');
  assert.match(await streamed(eventsFrom(1, asked.slice(0, 2)), false).text(), /"finishReason":"interrupted"/);
});

test('bodies of other protocols are left to them, and one that cannot be meant is refused', () => {
  for (const body of [
    undefined,
    {},
    { message: 'x' },
    { messages: [{ role: 'user', content: 'x' }] },
    { messages: [] },
  ]) {
    assert.equal(uiStream.read(body), undefined);
  }
  for (const last of [
    { role: 'user', parts: [] },
    { role: 'system', parts: [{ type: 'text', text: 'x' }] },
    { role: 'assistant', parts: [{ type: 'text', text: 'x' }] },
    {
      role: 'assistant',
      parts: [{ type: 'dynamic-tool', state: 'approval-responded', approval: { id: 1, approved: 'yes' } }],
    },
  ]) {
    assert.throws(
      () => uiStream.read({ messages: [last] }),
      (error) => HexaopsError.is(error, 'input-invalid'),
    );
  }
});
