import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type RunEventDraft, renderApproval } from '@hexaops/core';
import { startChat } from '../../testing/chat-server.ts';
import { runHexaops } from '../../testing/process.ts';
import { started, finished, question, bytes, approval, needsApproval, ask } from './testing/ask.ts';

describe('a run that waits for a person', () => {
  test('is left waiting where nobody is there', async () => {
    const approving = await ask([[started, needsApproval]]);
    assert.equal(approving.code, 3);
    assert.equal(approving.received.length, 1);
    assert.equal((await ask([[started, question]])).code, 3);
  });

  test('says exactly what is to be approved, and where it comes from', async () => {
    const { stdout } = await ask([[started, needsApproval]]);
    assert.deepEqual(stdout.split('\n'), [
      'Needs approval: Scale Deployment shop/checkout from 1 to 3',
      ...renderApproval(bytes, approval.provenance).map((line) => `  ${line}`),
      '  decide it as a1',
      '',
    ]);
    for (const line of [
      '  changes "spec.replicas"',
      '    - 1',
      '    + 3',
      '  operation "scale" of "deployment/shop/checkout" by the tool "scale-deployment"',
      '  argument "replicas": 3',
      '    NOT TRUSTED: rule x\\u{1b}[2J',
      '  only while its version is "7"',
      '  until 2026-01-02T00:00:00.000Z',
      `  sha256 ${approval.hash}`,
    ])
      assert.ok(stdout.split('\n').includes(line), line);
  });

  test('is asked for no approval of what is not shown', async () => {
    const changed = { ...approval, bytes: { ...bytes, parameters: { replicas: 300 } } };
    const { code, stderr, received } = await ask([[started, { type: 'approval-required', approval: changed }]], {
      answers: ['y'],
    });
    assert.equal(code, 2);
    assert.match(stderr, /\(approval-mismatch\)\n {2}approve nothing/);
    assert.equal(received.length, 1);
  });

  for (const [words, decision] of [
    ['y', 'approve'],
    ['YES', 'approve'],
    ['', 'reject'],
    ['No', 'reject'],
  ] as const) {
    test(`is ${decision === 'approve' ? 'approved' : 'rejected'} with "${words}", by the hash that was shown`, async () => {
      const { code, bodies } = await ask([[started, needsApproval], [finished]], { answers: [words] });
      assert.equal(code, 0);
      assert.deepEqual(bodies[1], { approval: { id: 'a1', decision, hash: approval.hash }, stream: true });
    });
  }

  test('gets the answer that is typed, or the choice of that number', async () => {
    const answers = [[started, question], [question], [finished]];
    const { bodies, stdout } = await ask(answers, { answers: ['the cart', '2'] });
    assert.match(stdout, /Which one\?\n {2}1\. Deployment shop\/checkout\n {2}2\. Deployment shop\/cart/);
    assert.deepEqual(bodies.slice(1), [
      { run_id: 'r1', input: 'the cart', stream: true },
      { run_id: 'r1', input: 'deployment/shop/cart', stream: true },
    ]);
  });

  test('is left waiting where the person goes away', async () => {
    const { code, received } = await ask([[started, needsApproval]], { answers: [] });
    assert.deepEqual([code, received.length], [3, 1]);
  });
});

describe('somebody who is asked for an approval', () => {
  test('is asked again where it is neither yes nor no, and told why on request', async () => {
    const { code, stdout, bodies } = await ask([[started, needsApproval], [finished]], {
      answers: ['yep', 'why', 'y'],
    });
    assert.equal(code, 0);
    assert.match(stdout, /Type yes, no \(a reason may follow it\) or why\.\n/);
    assert.match(stdout, / {2}- replicas: rule x\\u001b\[2J\n/);
    assert.equal(bodies.length, 2);
  });

  test('may say why not', async () => {
    const { bodies } = await ask([[started, needsApproval], [finished]], { answers: ['no  not on a Friday'] });
    const { hash } = approval;
    assert.deepEqual(bodies[1], {
      approval: { id: 'a1', decision: 'reject', hash, reason: 'not on a Friday' },
      stream: true,
    });
  });

  test('is not asked where a program reads the events', async () => {
    const { code, stdout } = await ask([[started, needsApproval]], { answers: ['y'] }, '--json');
    assert.equal(code, 3);
    assert.doesNotMatch(stdout, /Approve this change/);
  });

  test('is not asked for what somebody else has to decide', async () => {
    const theirs: RunEventDraft = { type: 'approval-required', approval: { ...approval, fourEyes: true } };
    const { code, stdout, stderr, received } = await ask([[started, theirs]], { answers: ['y'] });
    assert.deepEqual([code, received.length], [3, 1]);
    assert.match(stdout, /somebody other than alice must decide/);
    assert.match(stderr, /waits for the approval of somebody else: a1\. /);
  });

  test('approves nothing by a yes with something behind it', async () => {
    const { code, received } = await ask([[started, needsApproval]], { answers: ['yes but not now'] });
    assert.deepEqual([code, received.length], [3, 1]);
  });
});

test('a process without a terminal leaves an approval waiting, and ends with 3', async () => {
  await using chat = await startChat([[started, needsApproval]]);
  const { code, stderr } = await runHexaops(['ask', 'scale checkout to 3', '--url', chat.url], { input: 'y\n' });
  assert.equal(code, 3);
  assert.equal(stderr, 'The run waits for an approval. Give it on a terminal: hexaops follow r1\n');
  assert.equal(chat.received.length, 1);
});
