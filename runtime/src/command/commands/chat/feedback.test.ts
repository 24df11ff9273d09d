import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startChat } from '../../testing/chat-server.ts';
import { hexaops } from '../../testing/terminal.ts';

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
