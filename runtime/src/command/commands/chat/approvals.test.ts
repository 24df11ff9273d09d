import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Approval, hashOf } from '@hexaops/core';
import { type ChatServer, type ScriptedAnswer, startChat } from '../../testing/chat-server.ts';
import { type Ended, hexaops, type Session } from '../../testing/terminal.ts';
import { approval, bytes } from './testing/ask.ts';

const change = (id: string, replicas: number): Approval => {
  const own = { ...bytes, parameters: { replicas }, nonce: id.padStart(32, '0') };
  return { ...approval, id, bytes: own, hash: hashOf(own), fourEyes: true };
};
const [first, second] = [change('a1', 3), change('a2', 4)];
const list = (...waiting: readonly object[]): ScriptedAnswer => ({
  status: 200,
  body: JSON.stringify({ approvals: waiting }),
});
const alices = (approval: Approval) => ({ run_id: 'r1', requested_by: 'alice', own: false, approval });
const done: ScriptedAnswer = { status: 200, body: '{}' };

async function run(
  answers: readonly ScriptedAnswer[],
  session: Session = {},
  ...argv: readonly string[]
): Promise<Ended & Pick<ChatServer, 'received'>> {
  await using chat = await startChat(answers);
  return { ...(await hexaops(['approvals', '--url', chat.url, ...argv], session)), received: chat.received };
}

describe('hexaops approvals', () => {
  test('says where nothing waits', async () => {
    const { code, stdout, received } = await run([list()], {}, '--workspace', 'shop');
    assert.deepEqual([code, stdout], [0, 'Nothing waits for a decision.\n']);
    assert.equal(received[0]?.path, '/api/v1/ai/chat?workspace_id=shop&approvals=');
  });

  test('has each of a colleague decided, by the hash that was shown', async () => {
    const answers = [list(alices(first), alices(second)), done];
    const { code, stdout, received } = await run(answers, { answers: ['yes', 'no not today'] });
    assert.equal(code, 0);
    assert.match(stdout, /alice asks for it\./);
    assert.match(stdout, /Approved: it is made when alice goes on with the run\.\n[^]*Rejected\.\n$/);
    assert.deepEqual(
      received.slice(1).map(({ body }) => body),
      [
        { approval: { id: 'a1', decision: 'approve', hash: first.hash }, stream: false },
        { approval: { id: 'a2', decision: 'reject', hash: second.hash, reason: 'not today' }, stream: false },
      ],
    );
  });

  test('decides nothing in a pipe, as JSON, of one who goes away, or of one’s own', async () => {
    const own = { ...alices(first), own: true };
    for (const [waiting, session, argv] of [
      [alices(first), { input: 'yes\n' }, []],
      [alices(first), { answers: ['yes'] }, ['--json']],
      [alices(first), { answers: [] }, []],
      [own, { answers: ['yes'] }, []],
    ] as const) {
      const { code, received } = await run([list(waiting), done], session, ...argv);
      assert.deepEqual([code, received.length], [3, 1]);
    }
  });

  test('says how to go on with one’s own', async () => {
    const { stdout } = await run([list({ ...alices(first), own: true })]);
    assert.match(stdout, /You ask for it; go on with it: hexaops follow r1\n$/);
  });

  test('shows nothing of what is not what its hash says', async () => {
    const changed = { ...first, bytes: { ...first.bytes, parameters: { replicas: 300 } } };
    const { code, stdout, stderr } = await run([list(alices(changed))], { answers: ['yes'] });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /approval-mismatch/);
  });

  test('is left by Ctrl-C with what was decided', async () => {
    const interrupted = { answers: ['(types nothing)'], interruptAt: ['[yes/No/why]'] };
    const { code, received } = await run([list(alices(first), alices(second)), done], interrupted);
    assert.deepEqual([code, received.length], [130, 1]);
  });

  test('sends nobody’s control sequences to the terminal', async () => {
    const { stdout } = await run([list({ ...alices(first), requested_by: 'eve\u001b[2J' })]);
    assert.ok(!stdout.includes('\u001b'));
    const marks = { ...alices(first), requested_by: 'eve\u009b2J\u202e' };
    const json = await run([list(marks)], {}, '--json');
    assert.doesNotMatch(json.stdout, /[\u009b\u202e]/);
    assert.deepEqual(JSON.parse(json.stdout), { approvals: [marks] });
  });
});
