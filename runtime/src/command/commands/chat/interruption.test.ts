import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type RunEventDraft } from '@hexaops/core';
import { startChat } from '../../testing/chat-server.ts';
import { hexaops, waits } from '../../testing/terminal.ts';
import { started, needsApproval, ask } from './testing/ask.ts';

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
