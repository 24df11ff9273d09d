import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine } from '@hexaops/core';
import { collect, fakeCaller, lastOf, openTools, ruleChecks, runChecks, toolChecks } from '@hexaops/core/testing';
import { describeNetwork } from './describe-network.ts';
import plugin from './index.ts';

test('a question is answered', async () => {
  await using engine = await createEngine({ plugins: [plugin] });
  const events = await collect(engine.ask(fakeCaller(), { message: 'How many addresses does 10.0.0.0/24 have?' }));
  assert.match(lastOf(events, 'answer').text, /10\.0\.0\.0\/24 has 256 addresses/);
});

test('an address is found in its network', async () => {
  await using tools = await openTools(plugin);
  const { evidence } = await tools.call('describe-network', { network: '10.0.0.0/30', address: '10.0.0.3' });
  assert.equal(evidence[0]?.title, '10.0.0.0/30 has 4 addresses; 10.0.0.3 is one of them');
});

test('what is no network is refused, and it is said how to write one', async () => {
  await using tools = await openTools(plugin);
  for (const network of ['10.0.0.0', '10.0.0.0/33', 'everything']) {
    await assert.rejects(tools.call('describe-network', { network }), { code: 'input-invalid', nextStep: /10\.0/ });
  }
});

describe('the tool conforms', () => {
  runChecks(toolChecks(describeNetwork, [{ network: '10.0.0.0/24' }]), test);
});

describe('the rules conform', () => {
  runChecks(ruleChecks(plugin), test);
});
