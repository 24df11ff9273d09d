import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { resolverPoint } from '../extension/resolver.ts';
import { ruleSourcePoint } from '../extension/rules.ts';
import { defineReadTool, toolPoint } from '../extension/tool.ts';
import { definePlugin } from '../plugin/index.ts';
import { parseRuleSets } from '../rules/index.ts';
import { collect } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createEngine } from './create-engine.ts';

const rule = (id: string, priority: number, kind: string, more: string) => `
  - id: ${id}
    priority: ${priority}
    match: { text: { phrases: ['look at {what}'], captures: { what: { type: object, kinds: [${kind}]${more} } } } }
    then: [{ plan: { task: look, steps: [{ id: look, tool: look-at-it, arguments: { name: '\${what.name}' } }] } }]
`;
const rules = `apiVersion: hexaops/v1\nkind: RuleSet\nstage: route\nrules:${rule('route.release', 1, 'Release', ', known: true')}${rule('route.deployment', 0, 'Deployment', '')}`;

const look = defineReadTool({
  name: 'look-at-it',
  description: 'Looks at an object.',
  worker: 'test',
  input: { type: 'object', additionalProperties: false, properties: { name: { type: 'string' } } },
  execute: async () => ({ evidence: [] }),
});

/** A workspace with these releases and the Deployment `checkout`; undefined: releases cannot be looked up. */
async function ruleOf(
  releases: readonly string[] | undefined,
  message = 'look at checkout',
): Promise<string | undefined> {
  const plugin = definePlugin({
    register(api) {
      api.contribute(toolPoint, look);
      api.contribute(ruleSourcePoint, { id: 'test', load: async () => parseRuleSets(rules, 'test.yaml') });
      api.contribute(resolverPoint, {
        id: 'releases',
        kinds: ['Release'],
        resolve: async (words) => {
          if (releases === undefined) throw new HexaopsError('forbidden', 'no');
          return releases.map((name) => ({ kind: 'Release', name, match: name === words ? 'exact' : 'near' }));
        },
      });
      api.contribute(resolverPoint, {
        id: 'deployments',
        kinds: ['Deployment'],
        resolve: async () => [{ kind: 'Deployment', name: 'checkout', match: 'exact' }],
      });
    },
  });
  await using engine = await createEngine({ plugins: [plugin] });
  const events = await collect(engine.ask(fakeCaller(), { message }));
  const plan = events.find((event) => event.type === 'plan-made')?.plan;
  return plan !== undefined && 'rule' in plan.madeBy ? plan.madeBy.rule : undefined;
}

describe('a rule whose name must be known', () => {
  it('counts where an object of that very name is there', async () => {
    assert.equal(await ruleOf(['checkout']), 'route.release');
  });

  it('gives way to the next rule where there is none, or only one of a similar name', async () => {
    assert.equal(await ruleOf([]), 'route.deployment');
    assert.equal(await ruleOf(['checkout-2']), 'route.deployment');
  });

  it('gives way where it cannot be looked up', async () => {
    assert.equal(await ruleOf(undefined), 'route.deployment');
  });

  it('does not count where another kind was said', async () => {
    assert.equal(await ruleOf(['checkout'], 'look at the checkout deployment'), 'route.deployment');
  });
});
