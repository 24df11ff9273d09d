import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { Breakers } from './breakers.ts';
import { NodeSilent } from './fault.ts';

const going = new AbortController().signal;
const well = () => Promise.resolve({ value: 'well', ended: Promise.resolve() });
const fails = () => Promise.reject(new NodeSilent('nothing'));
const breaksOff = () => Promise.resolve({ value: 'begun', ended: Promise.reject(new NodeSilent('in the middle')) });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a breaker', () => {
  let told: string[];
  let breakers: Breakers;

  afterEach(() => mock.timers.reset());

  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    told = [];
    breakers = new Breakers({
      tripped: (node, model, milliseconds) => told.push(`${node} ${model ?? '*'} for ${milliseconds}`),
      mended: (node, model) => told.push(`${node} ${model ?? '*'} mended`),
    });
  });

  const isRefused = async (node = 'n', model = 'a') => {
    const error = await breakers.run(node, model, going, well).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error !== undefined && Breakers.isOpen(error);
  };

  test('opens for a model that fails twice in a row, and not for its node’s others', async () => {
    for (let count = 0; count < 2; count++) await assert.rejects(breakers.run('n', 'a', going, fails), /nothing/);
    assert.deepEqual(told, ['n a for 20000']);
    assert.equal(await isRefused('n', 'a'), true);
    assert.equal(await isRefused('n', 'b'), false);
  });

  test('opens for a node that begins every call and ends none', async () => {
    for (let count = 0; count < 2; count++) {
      assert.equal(await breakers.run('n', 'a', going, breaksOff), 'begun');
      await settled();
    }
    assert.deepEqual(told, ['n a for 20000']);
  });

  test('lets one call try after its time, refuses others meanwhile, and closes when that one has ended', async () => {
    for (let count = 0; count < 2; count++) await assert.rejects(breakers.run('n', 'a', going, fails));
    mock.timers.tick(20_000);
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    assert.equal(await breakers.run('n', 'a', going, () => Promise.resolve({ value: 'trial', ended })), 'trial');
    assert.equal(await isRefused(), true);
    resolve();
    await settled();
    assert.equal(told.at(-1), 'n a mended');
    assert.equal(await isRefused(), false);
  });

  test('stays open where the trial was cancelled: it has shown nothing', async () => {
    for (let count = 0; count < 2; count++) await assert.rejects(breakers.run('n', 'a', going, fails));
    mock.timers.tick(20_000);
    const stop = new AbortController();
    stop.abort(new Error('nobody waits'));
    await assert.rejects(
      breakers.run('n', 'a', stop.signal, () => Promise.reject(stop.signal.reason)),
      /nobody waits/,
    );
    assert.equal(await isRefused(), true);
  });

  test('of a node stays open where that of the model has let no call through: the node was not asked', async () => {
    for (let count = 0; count < 2; count++) await assert.rejects(breakers.run('n', 'a', going, fails));
    await assert.rejects(breakers.run('n', 'b', going, fails));
    assert.deepEqual(told, ['n a for 20000', 'n * for 10000']);
    mock.timers.tick(10_000);
    assert.equal(await isRefused('n', 'a'), true);
    assert.equal(await isRefused('n', 'b'), true);
    assert.deepEqual(told.slice(2), ['n * for 10000']);
  });

  test('takes no notice of calls that are cancelled while all is well', async () => {
    const stop = new AbortController();
    stop.abort(new Error('nobody waits'));
    for (let count = 0; count < 9; count++)
      await assert.rejects(breakers.run('n', 'a', stop.signal, () => Promise.reject(stop.signal.reason)));
    assert.deepEqual(told, []);
  });
});
