import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createScriptedModel } from '@hexaops/core/testing';
import { createMemory } from './memory.ts';
import type { MastraMemory } from './mastra.ts';
import { readTool, runWith, usage } from './testing/runs.ts';

const alice = { workspace: 'shop', subject: 'alice', session: 's1' };

describe('the memory of an agent', () => {
  let folder = '';
  let memory: MastraMemory;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hexaops-mastra-'));
    memory = createMemory({ sqlite: join(folder, 'memory.sqlite') });
  });
  after(() => rm(folder, { recursive: true }));

  /** What the model is shown in a run of the conversation, as text. */
  async function shown(conversation: typeof alice | undefined, task: string, text: string): Promise<string> {
    const model = createScriptedModel([
      { tools: [{ name: 'read', input: {} }], usage },
      { text, usage },
    ]);
    const tools = [readTool(async () => `output for ${task}`)];
    await runWith(model, {
      memory: () => memory,
      task,
      tools,
      ...(conversation === undefined ? {} : { conversation }),
    });
    return JSON.stringify(model.calls[0]?.prompt);
  }

  test('shows what was said before in the session, and nothing of what was read then', async () => {
    await shown(alice, 'first question', 'Checkout is slow [e1].');
    const prompt = await shown(alice, 'second question', 'Still slow [e2].');
    assert.match(prompt, /first question.*Checkout is slow\..*second question/);
    assert.doesNotMatch(prompt, /output for first|\[e1\]|tool-call/);
  });

  for (const [what, other] of [
    ['another session', { ...alice, session: 's2' }],
    ['another person', { ...alice, subject: 'bob' }],
    ['another workspace', { ...alice, workspace: 'bank' }],
    ['a workspace and a person whose names join to the same', { ...alice, workspace: 'shop/alice', subject: '' }],
  ] as const) {
    test(`is not shown in ${what}`, async () => {
      await shown(alice, 'private question', 'Only for alice.');
      assert.doesNotMatch(await shown(other, 'their question', 'Nothing.'), /private question|Only for alice/);
    });
  }

  test('is neither kept nor shown for a run without a conversation', async () => {
    await shown(alice, 'private question', 'Only for alice.');
    assert.doesNotMatch(await shown(undefined, 'no session', 'Nothing.'), /private question/);
  });

  test('needs one database', () => {
    for (const config of [{}, { sqlite: 'a', postgres: 'b' }])
      assert.throws(() => createMemory(config), { code: 'config-invalid' });
  });
});
