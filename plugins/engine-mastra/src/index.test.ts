import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  agentPoint,
  contributionsOf,
  createEngine,
  definePlugin,
  defineReadTool,
  llmProviderPoint,
  ruleSourcePoint,
  toolPoint,
} from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import { collect, createScriptedModel, eventsOf, fakeCaller, lastOf, providerOf } from '@hexaops/core/testing';
import mastra from './index.ts';
import { usage } from './testing/runs.ts';

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.watch
    match: { text: { phrases: [ask the watcher] } }
    then:
      - plan: { task: ask, steps: [{ id: watch, tool: watcher, arguments: { task: how is the shop } }] }
`;

test('an agent of a plugin is run by Mastra as a step of a plan, and remembers its session', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hexaops-mastra-'));
  const model = createScriptedModel(({ prompt }) =>
    prompt.at(-1)?.role === 'tool'
      ? { text: prompt.length > 5 ? 'There are 3 pods [e3].' : 'There are 3 pods [e1]. There are 4 nodes [e1].', usage }
      : { tools: [{ name: 'count', input: {} }], usage },
  );
  await using engine = await createEngine({
    plugins: [
      { use: mastra, config: { memory: { sqlite: join(folder, 'memory.sqlite') } } },
      definePlugin({
        register(api) {
          api.contribute(ruleSourcePoint, { id: 'test', load: async () => parseRuleSets(rules, 'test.yaml') });
          api.contribute(llmProviderPoint, providerOf(model));
          api.contribute(agentPoint, {
            id: 'watcher',
            description: 'Watches.',
            instructions: 'You watch.',
            tools: ['count'],
            maximumSteps: 4,
            engine: 'mastra',
          });
          api.contribute(
            toolPoint,
            defineReadTool({
              name: 'count',
              worker: 'shop',
              description: 'Counts the pods.',
              input: { type: 'object', additionalProperties: false },
              execute: async () => ({
                evidence: [{ source: 'shop', query: 'q', title: 'Pods', content: { kind: 'text', text: '3 pods' } }],
              }),
            }),
          );
        },
      }),
    ],
    config: { models: { default: 'test/m', rounds: 0 } },
  });
  const caller = fakeCaller();
  const first = await collect(engine.ask(caller, { message: 'ask the watcher' }));
  assert.deepEqual(
    eventsOf(first, 'step-finished').map(({ step, status }) => `${step} ${status}`),
    ['watch-1 succeeded', 'watch succeeded'],
  );
  const said = JSON.stringify(eventsOf(first, 'evidence').at(-1)?.evidence.content);
  assert.match(said, /There are 3 pods\. \[e1\]/);
  assert.doesNotMatch(said, /4 nodes/);
  assert.equal(lastOf(first, 'usage').inputTokens, 2 * usage.input);

  const { session } = first[0] ?? assert.fail();
  await collect(engine.ask(caller, { message: 'ask the watcher', session }));
  const again = JSON.stringify(model.calls[2]?.prompt);
  assert.match(again, /how is the shop.*There are 3 pods.*how is the shop/);
  await collect(engine.ask(caller, { message: 'ask the watcher' }));
  assert.doesNotMatch(JSON.stringify(model.calls[4]?.prompt), /There are 3 pods/);
  await rm(folder, { recursive: true });
});

test('what docs/plugins/compatibility.md says that it fills, where its code cannot be loaded, is what it fills', async () => {
  const table = await readFile(new URL('../../../docs/plugins/compatibility.md', import.meta.url), 'utf8');
  const row = table.split('\n').find((line) => line.startsWith('| [engine-mastra]')) ?? '';
  const fills = contributionsOf(mastra, { memory: { sqlite: 'never-opened.sqlite' } }).map((each) =>
    'point' in each ? `${each.point} ${each.spec}` : each.hook,
  );
  assert.equal(row.split('|')[3]?.trim(), fills.toSorted().join(', '));
});
