import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type ControlPlane,
  createEngine,
  defineReadTool,
  definePlugin,
  HexaopsError,
  llmProviderPoint,
  toolPoint,
  workspaceModelsPoint,
} from '@hexaops/core';
import { collect, createScriptedModel, fakeCaller, lastOf, promptText, providerOf } from '@hexaops/core/testing';
import { SettingsCache } from './settings/settings-cache.ts';
import { workspaceModels } from './workspace-models.ts';

/** `c` has no model of its own: what is asked there goes to the organization's. */
const workspaces = ['a', 'b', 'c'] as const;
type Workspace = (typeof workspaces)[number];

const calls = 10_000;
/** Through the whole engine; each takes two calls. */
const asks = 300;
const side = 40;

/** What a fake provider was sent, as far as it tells whose it is. */
interface Sent {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

function answer(body: string): Response {
  const plan = { task: 'look', steps: [{ id: 's', tool: 'look', arguments: {}, needs: [] }] };
  const content = body.includes('- look (a reading)') ? JSON.stringify(plan) : 'All is well [e1].';
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: '1', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const stream = `${chunk({ role: 'assistant', content }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`;
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
}

/** Models of workspaces whose settings grow old and are read again all the time, and what their fake providers were sent. */
function fakeProviders() {
  const sent: Sent[] = [];
  let clock = 0;
  const settingsOf = (workspace: string) => ({
    provider: 'openai-compatible',
    model: `model-of-${workspace}`,
    base_url: `https://${workspace}.example/${workspace}`,
    api_key: `key-of-${workspace}`,
  });
  const told = { new: 0, unchanged: 0 };
  const plane: Pick<ControlPlane, 'id' | 'read' | 'readNewer'> = {
    id: 'fake',
    read: () => assert.fail('they are read by their version'),
    async readNewer({ workspace }, _, version) {
      await new Promise((resolve) => setImmediate(resolve));
      if (workspace === 'c') throw new HexaopsError('not-found', 'it has none');
      // Of all workspaces the same: what is known by it must be the workspace's own. Now and then it is another.
      const isKnown = version === '"v"' && (told.unchanged + told.new) % 5 !== 0;
      told[isKnown ? 'unchanged' : 'new'] += 1;
      return isKnown ? undefined : { body: settingsOf(workspace), version: '"v"' };
    },
  };
  const cache = new SettingsCache(plane as ControlPlane, {
    now: () => (clock += 1),
    freshMilliseconds: 7,
    staleMilliseconds: 0,
  });
  const own = workspaceModels(cache, { allowed: [] }, ({ baseUrl }) => async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const body = typeof init?.body === 'string' ? init.body : '';
    assert.ok(url.startsWith(baseUrl));
    sent.push({ url, authorization: new Headers(init?.headers).get('authorization') ?? undefined, body });
    return answer(body);
  });
  return { own, sent, told };
}

/** Fails where anything in it is another workspace's. Gives whose it is. */
function ownerOf({ url, authorization, body }: Sent): Workspace {
  const of = new URL(url).hostname === 'a.example' ? 'a' : 'b';
  assert.equal(url, `https://${of}.example/${of}/chat/completions`);
  assert.equal(authorization, `Bearer key-of-${of}`);
  assert.ok(body.includes(`"model-of-${of}"`));
  assertOwn(body, of);
  return of;
}

function assertOwn(text: string, of: Workspace): void {
  assert.ok(text.includes(`question-of-${of}`));
  for (const other of workspaces.filter((each) => each !== of))
    assert.doesNotMatch(text, new RegExp(`(?:question|evidence|key|model|person)-of-${other}`));
}

describe('calls of several workspaces at once', () => {
  test('at their fake providers never cross: key, base URL, prompt and settings', async (t) => {
    const { own, sent, told } = fakeProviders();
    const call = async (index: number) => {
      const workspace = index % 2 === 0 ? 'a' : 'b';
      const chosen = await own.choose(fakeCaller({ workspace }), new AbortController().signal);
      const content = [{ type: 'text' as const, text: `question-of-${workspace}` }];
      const result = await chosen?.model.doStream({ prompt: [{ role: 'user', content }] });
      for await (const part of result?.stream ?? []) assert.notEqual(part.type, 'error');
    };
    for (let start = 0; start < calls; start += side)
      await Promise.all(Array.from({ length: Math.min(side, calls - start) }, (_, index) => call(start + index)));
    assert.equal(sent.length, calls);
    assert.ok(
      told.new > 10 && told.unchanged > 10,
      'settings are read again all the time, whether they are new or not',
    );
    assert.equal(sent.filter((each) => ownerOf(each) === 'a').length, calls / 2);
    t.diagnostic(`figure: ${calls} interleaved calls of 2 workspaces, 0 with anything of another's`);
  });

  test('never cross on their way through the engine either', async (t) => {
    const { own, sent } = fakeProviders();
    const organizations = createScriptedModel((options) => {
      const text = promptText(options);
      return text.includes('- look (a reading)')
        ? { object: { task: 'look', steps: [{ id: 's', tool: 'look', arguments: {}, needs: [] }] } }
        : { text: 'All is well [e1].' };
    });
    const look = defineReadTool({
      name: 'look',
      worker: 'test',
      description: 'Looks around.',
      input: { type: 'object', additionalProperties: false } as const,
      execute: async (_, { caller }) => ({
        evidence: [
          {
            source: 'test',
            query: 'GET /',
            title: `read in ${caller.workspace}`,
            content: { kind: 'text' as const, text: `all is well, evidence-of-${caller.workspace}` },
          },
        ],
      }),
    });
    await using engine = await createEngine({
      plugins: [
        definePlugin({
          register(api) {
            api.contribute(workspaceModelsPoint, own);
            api.contribute(llmProviderPoint, providerOf(organizations));
            api.contribute(toolPoint, look);
          },
        }),
      ],
      config: { models: { default: 'test/m', rounds: 0 } },
    });
    const ask = async (index: number) => {
      const workspace = workspaces[index % 3] ?? 'a';
      const caller = fakeCaller({ workspace, subject: `person-of-${workspace}` });
      const events = await collect(engine.ask(caller, { message: `question-of-${workspace}` }));
      assert.match(lastOf(events, 'answer').text, /All is well/);
    };
    for (let start = 0; start < asks; start += side)
      await Promise.all(Array.from({ length: Math.min(side, asks - start) }, (_, index) => ask(start + index)));
    assert.equal(sent.length + organizations.calls.length, 2 * asks);
    const owners = [...sent.map(ownerOf), ...organizations.calls.map(() => 'c' as const)];
    for (const call of organizations.calls) assertOwn(promptText(call), 'c');
    const bodies = [...sent.map((each) => each.body), ...organizations.calls.map(promptText)];
    const withEvidence = bodies.filter((text, index) => text.includes(`evidence-of-${owners[index]}`));
    assert.equal(withEvidence.length, asks);
    t.diagnostic(`figure: ${2 * asks} calls of 3 workspaces through the engine, 0 with anything of another's`);
  });
});
