import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startChat } from '../../testing/chat-server.ts';
import { hexaops } from '../../testing/terminal.ts';
import { started, finished, needsApproval } from './testing/ask.ts';

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
