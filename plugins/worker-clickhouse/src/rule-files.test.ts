import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ToolContext } from '@hexaops/core';
import { compileRules, ruleDirectory, runRuleTests } from '@hexaops/core/rules';
import { fakeContext, fakeLogs } from './testing/fake-logs.ts';
import { makeTools } from './tools/index.ts';
import { logResolver } from './tools/resolver.ts';

const sets = await ruleDirectory('worker-clickhouse', new URL('../rules/', import.meta.url)).load(
  AbortSignal.timeout(10_000),
);
const access = fakeLogs().access;
const tools = new Map(makeTools.map((make) => make(access)).map((tool) => [tool.name, tool]));

describe('the rules of this package', () => {
  it('pass their own tests', () => {
    const failed = runRuleTests(sets).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, test, message }) => `${rule}, ${test}: ${message}`),
      [],
    );
  });

  for (const rule of compileRules(sets).rules('route')) {
    it(`${rule.id} names tools and arguments that there are, and has a test`, () => {
      assert.ok(rule.tests.length > 0);
      for (const step of rule.actions.flatMap((action) => ('plan' in action ? action.plan.steps : []))) {
        const properties = Object.keys(tools.get(step.tool)?.input['properties'] ?? {});
        assert.deepEqual(
          Object.keys(step.arguments ?? {}).filter((name) => !properties.includes(name)),
          [],
        );
      }
    });

    it(`${rule.id} asks for objects that the logs can name`, () => {
      for (const capture of Object.values(rule.text?.captures ?? {})) {
        if (capture.type !== 'object') continue;
        assert.ok((capture.kinds ?? []).every((kind) => logResolver(access).kinds.includes(kind)));
      }
    });
  }
});

describe('a name in a question about logs', () => {
  const resolve = (words: string, kinds: readonly string[], services: readonly string[], context?: ToolContext) =>
    logResolver(fakeLogs({ services }).access).resolve(words, kinds, context ?? fakeContext());
  const service = ['LoggedService'];

  it('is one of those that have written lines', async () => {
    const known = ['checkout', 'checkout-worker', 'redis-cart'];
    assert.deepEqual(await resolve('the Checkout service'.slice(4), service, known), [
      { kind: 'LoggedService', name: 'checkout', match: 'exact' },
    ]);
    assert.deepEqual(await resolve('redis cart in the shop namespace', service, known), [
      { kind: 'LoggedService', namespace: 'shop', name: 'redis-cart', match: 'exact' },
    ]);
    assert.deepEqual(
      (await resolve('check', service, known)).map(({ name, match }) => [name, match]),
      [
        ['checkout', 'near'],
        ['checkout-worker', 'near'],
      ],
    );
  });

  it('is taken as it was written where nothing is like it, or the logs cannot be read', async () => {
    const written = [{ kind: 'LoggedService', name: 'billing', match: 'exact' }];
    assert.deepEqual(await resolve('billing', service, ['checkout']), written);
    const broken = fakeLogs({ error: 'source-unavailable' });
    assert.deepEqual(await logResolver(broken.access).resolve('billing', service, fakeContext()), written);
  });

  it('is nothing where objects of the cluster are asked for', async () => {
    assert.deepEqual(await resolve('checkout', ['Deployment'], ['checkout']), []);
    assert.deepEqual(await resolve('checkout', [], ['checkout']), []);
  });
});
