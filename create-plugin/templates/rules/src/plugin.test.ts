import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine } from '@hexaops/core';
import { collect, fakeCaller, lastOf, ruleChecks, runChecks } from '@hexaops/core/testing';
import plugin from './index.ts';

test('a question is answered', async () => {
  await using engine = await createEngine({ plugins: [plugin] });
  const events = await collect(engine.ask(fakeCaller(), { message: 'Who is on call for payments?' }));
  assert.equal(lastOf(events, 'answer').text, 'The team of checkout is on call: page checkout-oncall.');
});

describe('the rules conform', () => {
  runChecks(ruleChecks(plugin), test);
});
