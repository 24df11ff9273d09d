import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

describe('POST /v1/chat with a message', () => {
  test('the first contract gets a reply, the user and the workspace', async () => {
    await using service = await TestService.start();
    const { status, json } = await service.chat({ message: 'what is wrong?' });
    assert.equal(status, 200);
    assert.equal(json['reply'], 'All is well [e1].');
    assert.equal(json['user_id'], 'alice');
    assert.equal(json['workspace_id'], 'w1');
    assert.equal(json['status'], 'completed');
  });

  test('the second contract gets a turn, the session and its usage, and asks with the last turn', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({
      messages: [
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: 'hi' },
        { role: 'user', content: 'what is wrong?' },
      ],
      model: 'any',
      temperature: 0.2,
      max_tokens: 100,
    });
    assert.deepEqual(json['message'], {
      role: 'assistant',
      content: 'All is well [e1].',
      timestamp: '2026-01-01T00:00:04.000Z',
    });
    assert.equal(json['session_id'], 'session-1');
    assert.deepEqual(json['usage'], {
      prompt_tokens: 5,
      completion_tokens: 6,
      total_tokens: 11,
      steps: 1,
      evidence_bytes: 7,
    });
    assert.deepEqual(service.engine.asked, [{ message: 'what is wrong?' }]);
  });

  test('the web client gets words and suggestions, in its own workspace only', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'what is wrong?', context: { workspace_id: 'w1', page: 'pods' } });
    assert.equal(json['message'], 'All is well [e1].');
    assert.deepEqual(json['suggestions'], ['restart checkout']);
    const other = await service.chat({ message: 'what is wrong?', context: { workspace_id: 'w2' } });
    assert.equal(other.status, 404);
    assert.equal(service.engine.asked.length, 1);
  });

  test('the reply carries findings, evidence, citations and what could not be read', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'what is wrong?' });
    assert.deepEqual(json['citations'], ['e1']);
    assert.deepEqual(json['unavailable'], [{ source: 'logs', reason: 'not configured' }]);
    assert.equal((json['findings'] as readonly { cause: string }[])[0]?.cause, 'image-pull-failure');
    assert.equal((json['evidence'] as readonly { id: string }[])[0]?.id, 'e1');
  });

  test('a session goes on, whatever the shape of the body, and takes namespaces', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'one' });
    const session_id = json['session_id'];
    await service.chat({ messages: [{ role: 'user', content: 'two' }], session_id });
    await service.chat({ message: 'three', session_id, namespaces: ['shop', 'pay-2'] });
    assert.deepEqual(service.engine.asked.slice(1), [
      { message: 'two', session: 'session-1' },
      { message: 'three', session: 'session-1', namespaces: ['shop', 'pay-2'] },
    ]);
  });

  test('a run that was begun and whose store fails is told of with its id, not as something to send again', async () => {
    await using service = await TestService.start();
    const stored = { run: 'r1', session: 's1', sequence: 1, time: '2026-01-01T00:00:00.000Z', version: 1 } as const;
    service.engine.ask = async function* () {
      yield { type: 'run-started', input: '', subject: 'alice', workspace: 'w1', namespaces: [], ...stored };
      throw new HexaopsError('store-unavailable', 'the store did not answer');
    };
    const { status, json } = await service.chat({ message: 'what is wrong?' });
    assert.deepEqual([status, json['run_id'], json['status']], [202, 'r1', 'running']);
  });

  test('a failed run is a result with words, not an error of the request', async () => {
    await using service = await TestService.start();
    const { status, json } = await service.chat({ message: 'what fails?' });
    assert.equal(status, 200);
    assert.equal(json['status'], 'failed');
    assert.equal(json['reply'], 'The cluster does not answer. Try again later.');
    assert.equal((json['error'] as { code: string }).code, 'cluster-unavailable');
  });
});

describe('a suspended run', () => {
  test('shows the approval it waits for, and goes on when it is approved by its exact hash', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'scale checkout to 3' });
    assert.equal(json['status'], 'suspended');
    const { id, hash } = json['approval'] as { id: string; hash: string };
    const rendering = json['rendering'] as readonly string[];
    assert.equal(
      json['reply'],
      `Nothing is changed until this is approved: Scale Deployment shop/checkout from 1 to 3\n\n\`\`\`text\n${rendering.join('\n')}\n\`\`\``,
    );
    const told = ['  - 1', '  + 3', 'argument "name": "checkout"', '  asked for: you wrote "checkout"'];
    assert.deepEqual(
      [...told, `sha256 ${hash}`].filter((line) => !rendering.includes(line)),
      [],
    );
    const listed = (await service.request('GET', '/v1/chat?approvals=')).json['approvals'] as readonly {
      readonly rendering: readonly string[];
    }[];
    assert.deepEqual(listed[0]?.rendering, rendering);
    const swapped = await service.chat({ approval: { id, decision: 'approve', hash: '0'.repeat(64) } });
    assert.equal(swapped.status, 409);
    assert.equal(swapped.json['code'], 'approval-mismatch');
    const approved = await service.chat({ approval: { id, decision: 'approve', hash, reason: 'as planned' } });
    assert.equal(approved.json['status'], 'completed');
    assert.equal(approved.json['approval'], undefined);
    assert.notEqual(approved.json['plan'], null, 'the reply tells the run from its beginning');
  });

  test('an approver who is not the requester sees what the decision brought about, and nothing of the run', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'scale checkout to 3' });
    const { status, json } = await service.chat(
      { approval: { id: 'a1', decision: 'approve' } },
      { authorization: 'Bearer bob@w1' },
    );
    assert.equal(status, 200);
    assert.equal(json['user_id'], 'bob');
    assert.equal(json['status'], 'suspended');
    assert.equal(json['reply'], 'Approved. The change is made when the person who asked for it signs in again.');
    assert.equal(json['plan'], null);
    assert.equal(json['reauthentication'], undefined, 'the approver cannot resume it');
    const resumed = await service.chat({ run_id: json['run_id'], resume: true });
    assert.equal(resumed.json['reply'], 'Done [e1].');
  });

  test('asks for a fresh sign-in and is resumed by it', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'long investigation' });
    assert.equal(json['status'], 'suspended');
    assert.deepEqual(json['reauthentication'], { reason: 'token-expired' });
    const resumed = await service.chat({ run_id: json['run_id'], resume: true });
    assert.equal(resumed.json['status'], 'completed');
    assert.equal(resumed.json['reply'], 'Done [e1].');
    const again = await service.chat({ run_id: json['run_id'], resume: true });
    assert.equal(again.status, 409);
  });

  for (const [how, words] of [
    ['its value', 'deployment/shop/cart'],
    ['its label', 'deployment shop/CART'],
    ['its number', ' 2 '],
  ] as const) {
    test(`takes a choice by ${how} in a plain message of the session`, async () => {
      await using service = await TestService.start();
      const { json } = await service.chat({ message: 'restart it' });
      assert.equal(json['reply'], 'Which one?\n1. Deployment shop/checkout\n2. Deployment shop/cart');
      const answered = await service.chat({ message: words, session_id: json['session_id'] });
      assert.equal(answered.json['run_id'], json['run_id']);
      assert.equal(answered.json['reply'], 'You chose deployment/shop/cart.');
    });
  }

  test('a message that is no choice starts a run of its own', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'restart it' });
    const other = await service.chat({ message: 'what is wrong?', session_id: json['session_id'] });
    assert.notEqual(other.json['run_id'], json['run_id']);
  });

  test('an explicit input that is no choice is refused, and the run still waits', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'restart it' });
    assert.equal((await service.chat({ run_id: json['run_id'], input: 'another' })).status, 400);
    const answered = await service.chat({ run_id: json['run_id'], input: '2' });
    assert.equal(answered.json['reply'], 'You chose deployment/shop/cart.');
  });

  test('is cancelled', async () => {
    await using service = await TestService.start();
    const { json } = await service.chat({ message: 'scale checkout to 3' });
    const cancelled = await service.chat({ run_id: json['run_id'], cancel: true });
    assert.equal(cancelled.json['status'], 'cancelled');
    assert.equal(cancelled.json['reply'], 'Cancelled.');
  });
});

describe('bodies that are none of the chat’s', () => {
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['nothing', undefined, /must be object|is missing/],
    ['a list', [], /must be object/],
    ['no message', {}, /message is missing/],
    ['an empty message', { message: ' \n ' }, /"message" is empty/],
    ['a number as message', { message: 1 }, /message must be string/],
    ['a misspelt key', { message: 'a', namespace: ['shop'] }, /namespace is not known here: use one of: namespaces/],
    ['a bad namespace', { message: 'a', namespaces: ['../kube-system'] }, /namespaces\[0\] must match/],
    ['no turn by the user', { messages: [{ role: 'assistant', content: 'a' }] }, /not by the user/],
    ['two commands', { run_id: 'r1', resume: true, cancel: true }, /one thing to do/],
    ['no command', { run_id: 'r1' }, /one thing to do/],
    ['a bad decision', { approval: { id: 'a1', decision: 'maybe' } }, /must be one of approve, reject/],
    ['a session that is no id', { message: 'a', session_id: 'a b' }, /session_id must match/],
  ];
  for (const [what, body, expected] of wrong) {
    test(`${what} is refused with what was expected`, async () => {
      await using service = await TestService.start();
      const { status, json } = await service.request('POST', '/v1/chat', { body });
      assert.equal(status, 400);
      assert.equal(json['code'], 'input-invalid');
      assert.match(String(json['detail']), expected);
      assert.equal(service.engine.asked.length, 0);
    });
  }
});
