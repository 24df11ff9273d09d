import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { HexaopsError, type PluginApi, type RunEvent } from '@hexaops/core';
import { collect, eventsOf, fakeCaller, lastOf } from '@hexaops/core/testing';
import { allowEverything, openShop, text } from '../support/shop.ts';

const broken = () => Promise.reject(new Error('broken'));
const never = () => new Promise<never>(() => undefined);

/** Far above anything that a run of these tests takes, and far below the deadlines that are switched off in turn. */
const patience = 10_000;

async function within(work: Promise<readonly RunEvent[]>): Promise<readonly RunEvent[]> {
  const stop = new AbortController();
  const late = delay(patience, undefined, { signal: stop.signal }).then(
    () => undefined,
    () => undefined,
  );
  const events = await Promise.race([work, late]);
  stop.abort();
  assert.ok(events !== undefined, 'it still runs');
  return events;
}

describe('a part that breaks', () => {
  test('whichever part breaks, the run ends, says so, and changes nothing', async (t) => {
    const parts: Readonly<Record<string, (api: PluginApi) => void>> = {
      plan: (api) => api.tap('plan', broken),
      'a plan that hangs': (api) => api.tap('plan', never),
      authorize: (api) => api.tap('authorize', broken),
      beforeStep: (api) => api.tap('beforeStep', broken),
      'beforeStep that hangs': (api) => api.tap('beforeStep', never),
      toolCall: (api) =>
        api.tap('toolCall', () => {
          throw new Error('broken');
        }),
    };
    for (const [part, plugin] of Object.entries(parts)) {
      const { engine, controlPlane } = await openShop(
        { sets: [allowEverything], plugin },
        { budget: { stepMilliseconds: 200 } },
      );
      const events = await within(collect(engine.ask(fakeCaller(), { message: 'scale checkout to 3' })));
      assert.equal(events.at(-1)?.type, 'run-finished', part);
      const said = [...eventsOf(events, 'step-finished'), ...eventsOf(events, 'run-finished')].flatMap(
        ({ error }) => error ?? [],
      );
      assert.ok(said.length > 0, part);
      assert.deepEqual(controlPlane.performed, [], part);
    }
    const { engine, controlPlane } = await openShop({ sets: [allowEverything] });
    controlPlane.failNext(new HexaopsError('control-plane-unavailable', 'down'));
    const events = await within(collect(engine.ask(fakeCaller(), { message: 'scale checkout to 3' })));
    assert.equal(lastOf(events, 'operation-finished').outcome, 'not-applied');
    assert.equal(controlPlane.performed.length, 0, 'and it is not tried again by itself');
    t.diagnostic(
      `figure: ${Object.keys(parts).length + 1} broken parts, ${Object.keys(parts).length + 1} runs that end and say so, 0 changes`,
    );
  });

  test('a tool that never answers ends by its deadline', async () => {
    const { engine } = await openShop({ result: never }, { budget: { stepMilliseconds: 200 } });
    const events = await within(collect(engine.ask(fakeCaller(), { message: 'what is wrong?' })));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'deadline-exceeded');
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('a run that is cancelled stops, whether its tool heeds it or not', async () => {
    const stop = new AbortController();
    const result = () => {
      setImmediate(() => stop.abort());
      return never();
    };
    const { engine } = await openShop({ result });
    const work = collect(engine.ask(fakeCaller(), { message: 'what is wrong?' }, { signal: stop.signal }));
    assert.equal(lastOf(await within(work), 'run-finished').status, 'cancelled');
  });

  test('one tool that fails takes nothing from the others', async () => {
    const { engine } = await openShop({ result: broken });
    const failed = await collect(engine.ask(fakeCaller(), { message: 'what is wrong?' }));
    assert.equal(lastOf(failed, 'run-finished').status, 'completed');
    const next = await openShop({ result: () => ({ evidence: [text('fine')] }) });
    const events = await collect(next.engine.ask(fakeCaller(), { message: 'what is wrong?' }));
    assert.equal(lastOf(events, 'step-finished').status, 'succeeded');
  });
});
