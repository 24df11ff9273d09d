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

/** Each takes two calls. */
const asks = 5_000;
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

describe('calls of several workspaces at once', () => {
  test('never cross: key, base URL, prompt and settings are those of the workspace alone', async (t) => {
    const sent: Sent[] = [];
    let clock = 0;
    // Settings grow old and are read again all the time, as callers come and go.
    const plane: Pick<ControlPlane, 'id' | 'read'> = {
      id: 'fake',
      async read({ workspace }) {
        await new Promise((resolve) => setImmediate(resolve));
        if (workspace === 'c') throw new HexaopsError('not-found', 'it has none');
        const base_url = `https://${workspace}.example/${workspace}`;
        return {
          provider: 'openai-compatible',
          model: `model-of-${workspace}`,
          base_url,
          api_key: `key-of-${workspace}`,
        };
      },
    };
    const cache = new SettingsCache(plane as ControlPlane, {
      now: () => (clock += 1),
      freshMilliseconds: 7,
      staleMilliseconds: 0,
    });
    const own = workspaceModels(cache, { allowed: [] }, ({ baseUrl }) => async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const body = String(init?.body);
      assert.ok(url.startsWith(baseUrl));
      sent.push({ url, authorization: new Headers(init?.headers).get('authorization') ?? undefined, body });
      return answer(body);
    });
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
    const all: readonly (Sent & { readonly of: Workspace })[] = [
      ...sent.map((each) => ({
        ...each,
        of: new URL(each.url).hostname === 'a.example' ? ('a' as const) : ('b' as const),
      })),
      ...organizations.calls.map((call) => ({
        url: '',
        authorization: undefined,
        body: promptText(call),
        of: 'c' as const,
      })),
    ];
    assert.equal(all.length, 2 * asks);
    let evidence = 0;
    for (const { url, authorization, body, of } of all) {
      if (of !== 'c') {
        assert.equal(url, `https://${of}.example/${of}/chat/completions`);
        assert.equal(authorization, `Bearer key-of-${of}`);
        assert.ok(body.includes(`"model-of-${of}"`));
      }
      assert.ok(body.includes(`question-of-${of}`));
      evidence += body.includes(`evidence-of-${of}`) ? 1 : 0;
      for (const other of workspaces.filter((each) => each !== of))
        assert.doesNotMatch(body, new RegExp(`(?:question|evidence|key|model|person)-of-${other}`));
    }
    assert.equal(evidence, asks);
    t.diagnostic(`figure: ${all.length} interleaved model calls of 3 workspaces, 0 with anything of another's`);
  });
});
