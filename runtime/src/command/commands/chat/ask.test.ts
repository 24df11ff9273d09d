import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Approval, hashOf, type RunEventDraft, renderApproval } from '@hexaops/core';
import { runHexaops } from '../../testing/process.ts';
import { type ScriptedAnswer, startChat } from '../../testing/chat-server.ts';
import { hexaops, type Session, waits } from '../../testing/terminal.ts';

const started: RunEventDraft = {
  type: 'run-started',
  input: 'what is wrong?',
  subject: 'alice',
  workspace: 'shop',
  namespaces: [],
};
const answer = (text: string): RunEventDraft => ({
  type: 'answer',
  text,
  citations: [],
  unavailable: [],
  suggestions: [],
});
const finished: RunEventDraft = { type: 'run-finished', status: 'completed' };
const resumed: RunEventDraft = { type: 'run-resumed', subject: 'alice' };
const needsToken: RunEventDraft = { type: 'reauthentication-required', reason: 'token-expired' };
const question: RunEventDraft = {
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
const bytes = {
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
const approval: Approval = {
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
const needsApproval: RunEventDraft = { type: 'approval-required', approval };

async function ask(answers: readonly ScriptedAnswer[], session: Session = {}, ...argv: readonly string[]) {
  await using chat = await startChat(answers);
  const environment = { HEXAOPS_AUTHORIZATION: 'Bearer secret-of-alice', ...session.environment };
  const ended = await hexaops(['ask', 'what is wrong?', '--url', chat.url, ...argv], { ...session, environment });
  assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /secret-of-alice/);
  const stdout = ended.stdout.replace(/took \d+ s/, 'took some time');
  return { ...ended, stdout, received: chat.received, bodies: chat.received.map(({ body }) => body) };
}

/** What ends every run that has ended. */
const closing = 'run r1 of session s1: took some time, no model was asked\n';

describe('hexaops ask', () => {
  test('posts the question with the credential of the environment, and prints the run as it unfolds', async () => {
    const { code, stdout, stderr, received } = await ask([[started, answer('All is well.\u001b[2J'), finished]]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout, `\nAll is well.\\u001b[2J\n\n${closing}`);
    assert.deepEqual(received, [
      {
        method: 'POST',
        path: '/api/v1/ai/chat',
        authorization: 'Bearer secret-of-alice',
        body: { message: 'what is wrong?', stream: true },
      },
    ]);
  });

  test('asks in a workspace and a session, of a URL that names its path', async () => {
    await using chat = await startChat([[started, finished]]);
    const environment = { HEXAOPS_URL: `${chat.url}/v1/chat?x=1` };
    await hexaops(['ask', 'hello', '--workspace', 'shop', '--session', 's7'], { environment });
    const [request] = chat.received;
    assert.equal(request?.path, '/v1/chat?x=1&workspace_id=shop');
    assert.deepEqual(request?.body, { message: 'hello', stream: true, session_id: 's7' });
    assert.equal(request?.authorization, undefined);
  });

  test('prints the events themselves with --json', async () => {
    const { stdout } = await ask([[started, answer('All is well.'), finished]], {}, '--json');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; sequence: number });
    assert.deepEqual(
      events.map(({ type, sequence }) => [type, sequence]),
      [
        ['run-started', 1],
        ['answer', 2],
        ['run-finished', 3],
      ],
    );
  });

  test('ends with 1 for a run that failed or was cancelled', async () => {
    const failed: RunEventDraft = {
      type: 'run-finished',
      status: 'failed',
      error: { code: 'internal', message: 'It broke.' },
    };
    const { code, stdout } = await ask([[started, failed]]);
    assert.deepEqual([code, stdout], [1, `The run has failed: It broke.\n${closing}`]);
    assert.equal((await ask([[started, { type: 'run-finished', status: 'cancelled' }]])).code, 1);
  });

  test('goes on by itself where the token ran out: each request has a fresh one', async () => {
    const { code, stdout, bodies } = await ask([
      [started, needsToken],
      [resumed, needsToken],
      [resumed, answer('Found it.'), finished],
    ]);
    assert.deepEqual([code, stdout], [0, `\nFound it.\n\n${closing}`]);
    const resume = { run_id: 'r1', resume: true, stream: true };
    assert.deepEqual(bodies.slice(1), [resume, resume]);
  });

  test('gives up where that leads nowhere, ten times in a row', async () => {
    const { code, stderr, received } = await ask([
      [started, needsToken],
      [resumed, needsToken],
    ]);
    assert.equal(code, 3);
    assert.equal(received.length, 11);
    assert.match(
      stderr,
      /the run r1 asks for a fresh token, after it has been given 10 .*\n {2}sign in again; .* clocks/,
    );
  });

  test('counts anew after every event that is something else', async () => {
    const plan: RunEventDraft = { type: 'usage', steps: 1, evidenceBytes: 0, inputTokens: 0, outputTokens: 0 };
    const nine = Array.from({ length: 9 }, () => [resumed, needsToken]);
    const { code } = await ask([[started, needsToken], ...nine, [resumed, plan, needsToken], ...nine, [finished]]);
    assert.equal(code, 0);
  });

  test('takes a stream up again where it broke off', async () => {
    const { code, stdout, stderr, received } = await ask([{ broken: [started] }, [answer('Still here.'), finished]]);
    assert.deepEqual([code, stdout], [0, `\nStill here.\n\n${closing}`]);
    assert.equal(stderr, 'the connection is lost, trying again\n');
    assert.deepEqual(
      received.map(({ method, path }) => [method, path]),
      [
        ['POST', '/api/v1/ai/chat'],
        ['GET', '/api/v1/ai/chat?run=r1&after=1'],
      ],
    );
  });
});

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
    const { code, stdout, bodies } = await ask([[started, needsApproval], [finished]], { answers: ['yep', 'why', 'y'] });
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

  test('approves nothing by a yes with something behind it', async () => {
    const { code, received } = await ask([[started, needsApproval]], { answers: ['yes but not now'] });
    assert.deepEqual([code, received.length], [3, 1]);
  });
});

describe('Ctrl-C', () => {
  const cancel = { run_id: 'r1', cancel: true, stream: false };
  const plan: RunEventDraft = {
    type: 'plan-made',
    plan: { task: 'look around', steps: [], madeBy: { rule: 'route.x' }, tainted: false },
  };

  for (const answers of [undefined, []]) {
    test(`cancels the run, and waits for its end: ${answers === undefined ? 'in a pipe' : 'on a terminal'}`, async () => {
      const session = { interruptAt: ['look around'], ...(answers && { answers }) };
      const { code, stdout, stderr, bodies } = await ask([{ working: [started, plan] }], session);
      assert.equal(code, 1);
      assert.deepEqual(bodies[1], cancel);
      assert.match(stdout, /The run was cancelled/);
      if (answers === undefined) assert.equal(stderr, 'cancelling the run; Ctrl-C again leaves it as it is\n');
    });
  }

  test('leaves the run as it is the second time, and says how to go back to it', async () => {
    const stuck = { working: [started, plan] };
    await using chat = await startChat([stuck]);
    const interruptAt = ['look around', 'cancelling the run'];
    // The cancellation is not heard: nothing listens at that path.
    const { code, stderr } = await hexaops(['ask', 'hello', '--url', `${chat.url}/deaf`], { interruptAt });
    assert.equal(code, 130);
    assert.match(stderr, /The run goes on: hexaops follow r1\n$/);
  });

  test('at a question cancels the run that waits', async () => {
    const cancelled: RunEventDraft = { type: 'run-finished', status: 'cancelled' };
    const { code, stdout, bodies, received } = await ask([[started, needsApproval], [cancelled]], {
      answers: [waits],
      interruptAt: ['/why] '],
    });
    assert.equal(code, 1);
    assert.deepEqual(bodies[1], cancel);
    assert.match(received[2]?.path ?? '', /run=r1&after=2$/);
    assert.match(stdout, /The run was cancelled/);
  });
});

describe('hexaops follow', () => {
  test('tells a run from its beginning, and goes on with it where it waits', async () => {
    await using chat = await startChat([[started, needsApproval], [finished]]);
    const { code } = await hexaops(['follow', 'r1', '--url', chat.url], { answers: ['yes'] });
    assert.equal(code, 0);
    assert.deepEqual(
      chat.received.map(({ method, path }) => [method, path]),
      [
        ['GET', '/api/v1/ai/chat?run=r1&after=0'],
        ['POST', '/api/v1/ai/chat'],
      ],
    );
  });
});

describe('hexaops feedback', () => {
  test('tells what somebody thinks of a run of theirs', async () => {
    await using chat = await startChat([{ status: 202, body: '{"run_id":"r1","score":0}' }]);
    const argv = ['feedback', 'r1', 'bad', '--comment', 'it was the cart', '--url', chat.url];
    const { code, stdout } = await hexaops(argv);
    assert.deepEqual([code, stdout], [0, 'Thank you.\n']);
    assert.deepEqual(chat.received[0]?.body, { feedback: { run_id: 'r1', score: 0, comment: 'it was the cart' } });
  });

  test('is good or bad, and nothing else', async () => {
    const { code, stderr } = await hexaops(['feedback', 'r1', 'great', '--url', 'http://localhost']);
    assert.equal(code, 2);
    assert.match(stderr, /good, bad/);
  });
});

describe('what goes wrong', () => {
  test('is said in the service’s own words', async () => {
    const body = JSON.stringify({ code: 'not-found', detail: 'there is no such session', nextStep: 'start a new one' });
    const { code, stdout, stderr } = await ask([{ status: 404, type: 'application/problem+json', body }]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'hexaops: there is no such session (not-found)\n  start a new one\n');
  });

  test('is said also where the stream has begun', async () => {
    const error = { code: 'internal', detail: 'something broke' };
    const { code, stderr } = await ask([{ events: [started], error }]);
    assert.deepEqual([code, stderr], [70, 'hexaops: something broke (internal)\n']);
  });

  test('is said for the answers of others', async () => {
    const refused = await ask([{ status: 401, body: '{"error": "who are you?"}' }]);
    assert.match(refused.stderr, /who are you\? \(token-invalid\)\n {2}set HEXAOPS_AUTHORIZATION/);
    const page = await ask([{ status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' }]);
    assert.match(page.stderr, /the answer was 502 \(control-plane-unavailable\)/);
    const other = await ask([{ status: 200, type: 'text/html', body: '<h1>Hello</h1>' }]);
    assert.match(other.stderr, /answers with text\/html, and not with events/);
    assert.deepEqual([refused.code, page.code, other.code], [2, 2, 2]);
  });

  test('is said where nobody answers, or nobody is named', async () => {
    const chat = await startChat([]);
    await chat[Symbol.asyncDispose]();
    const nobody = await hexaops(['ask', 'hello', '--url', chat.url]);
    assert.equal(nobody.code, 2);
    assert.match(nobody.stderr, /does not answer \(control-plane-unavailable\)\n {2}check the URL/);
    for (const argv of [[], ['--url', 'control-plane'], ['--url', 'ftp://x'], ['--url', 'http://a:b@c']]) {
      const { code, stderr } = await hexaops(['ask', 'hello', ...argv]);
      assert.equal(code, 2);
      assert.match(stderr, /give --url/);
    }
  });
});

test('a process without a terminal leaves an approval waiting, and ends with 3', async () => {
  await using chat = await startChat([[started, needsApproval]]);
  const { code, stderr } = await runHexaops(['ask', 'scale checkout to 3', '--url', chat.url], { input: 'y\n' });
  assert.equal(code, 3);
  assert.equal(stderr, 'The run waits for an approval. Give it on a terminal: hexaops follow r1\n');
  assert.equal(chat.received.length, 1);
});
