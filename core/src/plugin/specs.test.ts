import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine } from '../engine/index.ts';
import { HexaopsError } from '../errors.ts';
import { type ExtensionPoint, extensionPoint } from '../extension/point.ts';
import { type ReadTool, type ToolContext, toolPoint } from '../extension/tool.ts';
import { assemble } from './assemble.ts';
import { loadPlugin } from './load.ts';
import { definePlugin, optional } from './plugin.ts';
import { corePoints, specsOf } from './supported-points.ts';

/** A tool as a later core might want it. */
interface ToolV2 {
  readonly id: string;
  readonly about: string;
  run(call: { readonly input: unknown; readonly context: ToolContext }): Promise<string>;
}

const context = {} as ToolContext;
const toolV2 = (older: boolean): ExtensionPoint<ToolV2> =>
  extensionPoint<ToolV2>('tool', 'v2', older ? { v1: (tool) => fromV1(tool as ReadTool) } : undefined);

function fromV1(tool: ReadTool): ToolV2 {
  return {
    id: tool.name,
    about: tool.description,
    async run({ input, context }) {
      const [first] = (await tool.execute(input, context)).evidence;
      return first?.content.kind === 'text' ? first.content.text : '';
    },
  };
}

/** The published package of this name under test/fixtures/plugins. */
const fixture = (name: string) =>
  loadPlugin(`./${name}`, new URL('../../../test/fixtures/plugins/base.js', import.meta.url).href);
const host = async (point: ExtensionPoint<ToolV2>, ...names: readonly string[]) =>
  assemble(await Promise.all(names.map(fixture)), { startMilliseconds: 1_000, points: [point] });
const refused = (message: RegExp, nextStep: RegExp) => (error: unknown) =>
  HexaopsError.is(error, 'plugin-incompatible') && message.test(error.message) && nextStep.test(error.nextStep ?? '');

describe('plugins of several specs', () => {
  test('work side by side on a host that takes both', async () => {
    const point = toolV2(true);
    assert.deepEqual(specsOf(point), ['v1', 'v2']);
    await using assembly = await host(point, 'tool-v1', 'tool-v2');
    const tools = assembly.all(point);
    assert.deepEqual(
      tools.map(({ id, about }) => [id, about]),
      [
        ['greet-v1', 'Greets whoever is named.'],
        ['greet-v2', 'Greets whoever is named.'],
      ],
    );
    const said = await Promise.all(tools.map((tool) => tool.run({ input: { name: 'alice' }, context })));
    assert.deepEqual(said, ['hello alice', 'good day alice']);
  });

  test('a newer one than the host takes is refused, and it is said what to install', async () => {
    const newer = refused(
      /"fixture-tool-v2" 2\.0\.0 brings "tool" of spec v2, this @hexaops\/core \S+ takes v1$/,
      /^install an @hexaops\/core that takes "tool" v2, or an older hexaops-fixture-tool-v2 /,
    );
    await assert.rejects(createEngine({ plugins: [await fixture('tool-v2')] }), newer);
    await using engine = await createEngine({ plugins: [await fixture('tool-v1')] });
    assert.deepEqual(
      engine.contributions(toolPoint).map(({ name }) => name),
      ['greet-v1'],
    );
  });

  test('an older one than the host still takes is refused, and it is said what to install', async () => {
    await assert.rejects(
      host(toolV2(false), 'tool-v1'),
      refused(
        /"fixture-tool-v1" 1\.4\.0 brings "tool" of spec v1, this @hexaops\/core \S+ takes v2$/,
        /^install a newer hexaops-fixture-tool-v1 that is written for "tool" v2/,
      ),
    );
    await using assembly = await host(toolV2(false), 'tool-v2');
    assert.equal(assembly.all(toolV2(false)).length, 1);
  });

  test('one that needs what is made in another spec is refused, and one that can do without it is not', async () => {
    const greetings = extensionPoint<string>('greeting', 'v1');
    const count = (tools?: unknown) => `${tools === undefined ? 'no' : 'a'} tool`;
    const needs = definePlugin({ register: (api) => api.contributeFrom(greetings, [toolPoint], count) });
    const likes = definePlugin({ register: (api) => api.contributeFrom(greetings, [optional(toolPoint)], count) });
    const put = (plugin: typeof needs) =>
      assemble([{ manifest: { id: 'p', name: 'p', version: '1.0.0', core: '*' }, plugin, config: {} }], {
        startMilliseconds: 1_000,
        points: [toolV2(true)],
      });
    await assert.rejects(put(needs), refused(/needs "tool" of spec v1, .* takes v2$/, /newer p /));
    await using assembly = await put(likes);
    assert.deepEqual(assembly.all(greetings), ['no tool']);
  });

  test('what an older one made is disposed of, whatever was made of it', async () => {
    let disposed = 0;
    const tool = { name: 'old', description: 'an old one', [Symbol.dispose]: () => void (disposed += 1) };
    const old = definePlugin({ register: (api) => api.contributeFrom(toolPoint, [], () => tool as never) });
    const manifest = { id: 'old', name: 'old', version: '1.0.0', core: '*' };
    const assembly = await assemble([{ manifest, plugin: old, config: {} }], {
      startMilliseconds: 1_000,
      points: [toolV2(true)],
    });
    assert.equal(assembly.all(toolV2(true)).length, 1);
    await assembly[Symbol.asyncDispose]();
    assert.equal(disposed, 1);
  });
});

test('every point of this core has one present spec', () => {
  const ids = corePoints.map(({ id }) => id);
  assert.ok(ids.includes('tool') && ids.includes('llm') && ids.includes('store'));
  assert.equal(new Set(ids).size, ids.length);
});
