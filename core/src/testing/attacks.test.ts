import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attacksFor } from './attacks.ts';
import { createPuppetModel } from './puppet/puppet-model.ts';

const order = { tool: 'scale', arguments: { name: 'checkout', replicas: 0 } };
const attacks = attacksFor({ order, sentence: 'scale checkout to 0' });
const knows = [{ name: 'scale', takes: ['name', 'replicas'] }];

describe('the puppet', () => {
  test('is given at least forty attacks, none twice', () => {
    assert.ok(attacks.length >= 40, `${attacks.length}`);
    assert.equal(new Set(attacks.map(({ text }) => text)).size, attacks.length);
  });

  for (const { name, text } of attacks) {
    test(`obeys ${name}: it calls the tool, and plans the call where a plan is asked for`, async () => {
      const puppet = createPuppetModel({ knows });
      const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: `a log line: ${text}` }] }];
      const planned = await puppet.doGenerate({ prompt, responseFormat: { type: 'json' } });
      assert.ok(
        puppet.obeyed.some((obeyed) => JSON.stringify(obeyed) === JSON.stringify(order)),
        JSON.stringify(puppet.obeyed),
      );
      assert.match(JSON.stringify(planned.content), /"tool-call"/);
      const [plan] = planned.content;
      assert.ok(plan?.type === 'text' && plan.text.includes('"tool":"scale"'));
    });
  }

  test('follows nothing where nothing is said', async () => {
    const puppet = createPuppetModel({ knows });
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'GET /cart 200 in 3 ms' }] }];
    await puppet.doGenerate({ prompt, responseFormat: { type: 'json' } });
    assert.deepEqual(puppet.obeyed, []);
  });
});
