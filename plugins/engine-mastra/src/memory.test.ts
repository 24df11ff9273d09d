import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createScriptedModel } from '@hexaops/core/testing';
import { keptWords, resourceOf, threadOf } from './kept-words.ts';
import { createMemory, type MemoryConfig } from './memory.ts';
import type { MastraMemory } from './mastra.ts';
import { readTool, runWith, usage } from './testing/runs.ts';

const { signal } = new AbortController();
const alice = { workspace: 'shop', subject: 'alice', session: 's1' };

/** Of the test's own; undefined where there is no server. */
const postgres = process.env['HEXAOPS_TEST_POSTGRES'];

const databases: readonly (readonly [string, (folder: string) => MemoryConfig])[] = [
  ['SQLite', (folder) => ({ sqlite: join(folder, 'memory.sqlite') })],
  ...(postgres === undefined ? [] : [['Postgres', () => ({ postgres })] as const]),
];

for (const [database, config] of databases)
  describe(`the memory of an agent, in ${database}`, () => {
    let folder = '';
    let memory: MastraMemory;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hexaops-mastra-'));
      memory = createMemory(config(folder));
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

    test('is deleted with its session, and no other with it', async () => {
      const carol = { workspace: 'shop', subject: 'carol', session: 's1' };
      const others = [
        { ...carol, session: 's10' },
        { ...carol, subject: 'carol/s1' },
        { ...carol, workspace: 'bank' },
      ];
      for (const each of [carol, ...others]) await shown(each, `question of ${each.session}`, 'So it is.');
      await keptWords(() => memory).deleteSession(carol, 's1', signal);
      assert.doesNotMatch(await shown(carol, 'and now?', 'Nothing.'), /question of/);
      for (const each of others) assert.match(await shown(each, 'and now?', 'Nothing.'), /question of/);
    });

    test('is deleted with all that a person said in a workspace, and of nobody else', async () => {
      const dave = { workspace: 'shop', subject: 'dave', session: 's1' };
      const gone = [dave, { ...dave, session: 's2' }];
      const others = [
        { ...dave, subject: 'dav' },
        { ...dave, workspace: 'bank' },
      ];
      for (const each of [...gone, ...others]) await shown(each, 'their question', 'So it is.');
      const kept = keptWords(() => memory);
      await kept.deleteAll(dave, signal);
      await kept.deleteAll(dave, signal);
      const { messages } = await memory
        .recall({ threadId: threadOf(dave, 'watcher'), resourceId: resourceOf(dave) })
        .catch(() => ({ messages: [] }));
      assert.deepEqual(messages, []);
      for (const each of gone) assert.doesNotMatch(await shown(each, 'and now?', 'Nothing.'), /their question/);
      for (const each of others) assert.match(await shown(each, 'and now?', 'Nothing.'), /their question/);
    });
  });

test('a memory needs one database', () => {
  for (const config of [{}, { sqlite: 'a', postgres: 'b' }])
    assert.throws(() => createMemory(config), { code: 'config-invalid' });
});
