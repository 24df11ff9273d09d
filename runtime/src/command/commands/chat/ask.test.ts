import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type RunEventDraft } from '@hexaops/core';
import { startChat } from '../../testing/chat-server.ts';
import { hexaops } from '../../testing/terminal.ts';
import { started, answer, finished, resumed, needsToken, ask, closing } from './testing/ask.ts';

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
