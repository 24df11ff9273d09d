import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { extensionPoint } from '../extension/point.ts';
import type { Plugin } from './plugin.ts';
import { assemble } from './assemble.ts';
import type { LoadedPlugin } from './load.ts';
import { definePlugin, optional, serviceKey } from './plugin.ts';

const greetings = extensionPoint<string>('test-greeting', 'v1');
const loaded = (id: string, plugin: Plugin, config: unknown = {}): LoadedPlugin => ({
  manifest: { id, name: id, version: '1.0.0', core: '*' },
  plugin,
  config,
});
const options = { startMilliseconds: 200 };
const refuses = (plugins: readonly LoadedPlugin[], code: string, message: RegExp) =>
  assert.rejects(
    assemble(plugins, options),
    (error) => HexaopsError.is(error) && error.code === code && message.test(error.message),
  );

describe('putting plugins together', () => {
  test('gives the contributions to a point in the order of the plugins', async () => {
    const greet = (text: string) => definePlugin({ register: (api) => api.contribute(greetings, text) });
    await using assembly = await assemble([loaded('one', greet('hello')), loaded('two', greet('good day'))], options);
    assert.deepEqual(assembly.all(greetings), ['hello', 'good day']);
    assert.deepEqual(assembly.all(extensionPoint('nobody-fills-this', 'v1')), []);
  });

  test('makes a singleton once, from others, and disposes of it in reverse', async () => {
    const order: string[] = [];
    const connection = serviceKey<AsyncDisposable & { readonly name: string }>('connection');
    const plugin = definePlugin({
      register(api) {
        api.singleton(connection, [], () => {
          order.push('made');
          return { name: 'db', [Symbol.asyncDispose]: async () => void order.push('disposed') };
        });
        api.contributeFrom(greetings, [connection], ({ name }: { readonly name: string }) => `from ${name}`);
      },
      start: async () => {
        order.push('started');
        return { [Symbol.asyncDispose]: async () => void order.push('stopped') };
      },
    });
    const assembly = await assemble([loaded('one', plugin)], options);
    assert.deepEqual(assembly.all(greetings), ['from db']);
    await assembly[Symbol.asyncDispose]();
    assert.deepEqual(order, ['made', 'started', 'stopped', 'disposed']);
  });

  test('an optional dependency is there whichever plugin brings it, in any order, and undefined where none does', async () => {
    const names = extensionPoint<string>('test-name', 'v1');
    const greeter = definePlugin({
      register: (api) => api.contributeFrom(greetings, [optional(names)], (name?: string) => `hello ${name ?? 'you'}`),
    });
    const named = definePlugin({ register: (api) => api.contribute(names, 'alice') });
    await using alone = await assemble([loaded('greeter', greeter)], options);
    assert.deepEqual(alone.all(greetings), ['hello you']);
    await using both = await assemble([loaded('greeter', greeter), loaded('named', named)], options);
    assert.deepEqual(both.all(greetings), ['hello alice']);
  });

  test('a singleton that needs something of a request fails the start: no caller can be kept for another', async () => {
    const caller = serviceKey<{ readonly subject: string }>('caller');
    const leaking = definePlugin({
      register: (api) =>
        api.contributeFrom(greetings, [caller], ({ subject }: { readonly subject: string }) => subject),
    });
    await refuses([loaded('leaking', leaking)], 'plugin-start-failed', /cannot be put together/);
  });

  test('collects every failure of a start into one error', async () => {
    const broken = (message: string) =>
      definePlugin({
        register() {
          throw new Error(message);
        },
      });
    await refuses(
      [loaded('one', broken('first')), loaded('two', broken('second'))],
      'plugin-start-failed',
      /first[\s\S]*second/,
    );
  });

  test('refuses a configuration that the schema of the plugin does not admit', async () => {
    const plugin = definePlugin({
      config: { type: 'object', additionalProperties: false, properties: { loud: { type: 'boolean' } } },
      register: () => undefined,
    });
    await refuses([loaded('one', plugin, { laud: true })], 'config-invalid', /unknown property "laud"/);
  });

  test('refuses two plugins of one id', async () => {
    const plugin = definePlugin({ register: () => undefined });
    await refuses([loaded('same', plugin), loaded('same', plugin)], 'plugin-duplicate', /"same"/);
  });

  test('gives up on a start that takes too long, and disposes of what had started', async () => {
    let disposed = false;
    const early = definePlugin({
      register: () => undefined,
      start: async () => ({ [Symbol.asyncDispose]: async () => void (disposed = true) }),
    });
    const late = definePlugin({ register: () => undefined, start: () => new Promise(() => undefined) });
    await refuses([loaded('early', early), loaded('late', late)], 'plugin-start-failed', /"late" did not start/);
    assert.equal(disposed, true);
  });

  test('gives back at once what a plugin brings when nobody waits for its start any more', async () => {
    const started = Promise.withResolvers<AsyncDisposable>();
    const late = definePlugin({ register: () => undefined, start: () => started.promise });
    await refuses([loaded('late', late)], 'plugin-start-failed', /"late" did not start/);
    await new Promise<void>((resolve) => {
      started.resolve({ [Symbol.asyncDispose]: async () => resolve() });
    });
  });

  test('does not wait for ever until all are ready', async () => {
    const never = definePlugin({ register: (api) => api.tap('ready', () => new Promise<never>(() => undefined)) });
    await refuses([loaded('never', never)], 'plugin-start-failed', /did not become ready within 200 ms/);
  });
});

describe('hooks as a plugin sees them', () => {
  test('a wrong name lists the right ones', async () => {
    const plugin = definePlugin({ register: (api) => api.tap('toolcall' as 'toolCall', async (call) => call) });
    await assert.rejects(
      assemble([loaded('one', plugin)], options),
      (error) => HexaopsError.is(error) && /use one of: toolCall/.test(error.nextStep ?? ''),
    );
  });

  test('null is no opinion, and the next tap is asked', async () => {
    const asked: string[] = [];
    const plugin = (name: string, answer: null | { readonly reason: string }) =>
      definePlugin({
        register: (api) =>
          api.tap('authorize', async () => {
            asked.push(name);
            return answer ?? (null as unknown as undefined);
          }),
      });
    await using assembly = await assemble(
      [loaded('silent', plugin('silent', null)), loaded('denying', plugin('denying', { reason: 'no' }))],
      options,
    );
    const call = { step: 's', tool: 't', effect: 'read' as const, arguments: {} };
    const context = {
      run: 'r',
      session: 's',
      caller: { subject: 'a', workspace: 'w', organizations: [], roles: undefined, permissions: undefined },
      signal: AbortSignal.timeout(1000),
    };
    assert.deepEqual(await assembly.hooks.authorize.promise(call, context), { reason: 'no' });
    assert.deepEqual(asked, ['silent', 'denying']);
  });

  test('nothing can be tapped after registration', async () => {
    let tap: (() => void) | undefined;
    const plugin = definePlugin({
      register(api) {
        tap = () => api.tap('ready', () => undefined);
      },
    });
    await using _assembly = await assemble([loaded('one', plugin)], options);
    assert.throws(
      () => tap?.(),
      (error) => HexaopsError.is(error, 'plugin-invalid'),
    );
  });
});
