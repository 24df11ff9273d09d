import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createShop } from '../../engine/testing/shop.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { createScriptedModel, type ScriptedTurn } from '../../testing/scripted-model.ts';
import { alice, models, open, plan } from './testing/asked.ts';

const asks = (question: string): ScriptedTurn => ({ object: { task: 'to be told', steps: [], question } });
const words: ScriptedTurn = { text: 'All is well [e1].' };

describe('a model that cannot tell what is meant', () => {
  test('asks the person, and plans with what was asked and what was answered', async () => {
    const model = createScriptedModel([asks('Which shop?'), plan(['look', {}]), words]);
    await using engine = await open(createShop(), model);
    const asked = await collect(engine.ask(alice, { message: 'is it all fine' }));
    const { question, choices } = lastOf(asked, 'input-required');
    assert.deepEqual([question, choices], ['Which shop?', []]);
    const run = asked[0]?.run ?? '';
    const events = await collect(engine.resume(alice, run, { kind: 'input', value: 'the big one' }));
    assert.match(model.prompts[1] ?? '', /is it all fine\nthe big one/);
    assert.match(model.prompts[2] ?? '', /is it all fine\nthe big one/);
    assert.match(lastOf(events, 'answer').text, /All is well/);
  });

  test('takes what was answered for the person’s own words', async () => {
    const model = createScriptedModel([asks('How many?'), plan(['scale', { name: 'checkout', replicas: 3 }])]);
    await using engine = await open(createShop(), model, { models });
    const asked = await collect(engine.ask(alice, { message: 'more of checkout please' }));
    const run = asked[0]?.run ?? '';
    const events = await collect(engine.resume(alice, run, { kind: 'input', value: '3' }));
    const { steps } = lastOf(events, 'plan-made').plan;
    assert.deepEqual(
      Object.values(steps[0]?.provenance ?? {}).map(({ taint }) => taint),
      ['caller', 'caller'],
    );
  });

  test('asks once a run; then the rules’ own answer stands', async () => {
    const model = createScriptedModel([asks('Which shop?'), asks('Really, which?')]);
    await using engine = await open(createShop(), model);
    const asked = await collect(engine.ask(alice, { message: 'is it all fine' }));
    const events = await collect(engine.resume(alice, asked[0]?.run ?? '', { kind: 'input', value: 'the big one' }));
    assert.equal(eventsOf(events, 'input-required').length, 0);
    assert.match(lastOf(events, 'answer').text, /I did not understand that/);
  });

  test('asks in one line in which nothing works', async () => {
    const model = createScriptedModel([asks(`Look: ![x](http://evil.example/a)\n# Now\n${'a'.repeat(900)}`)]);
    await using engine = await open(createShop(), model);
    const { question } = lastOf(await collect(engine.ask(alice, { message: 'is it all fine' })), 'input-required');
    assert.doesNotMatch(question, /(?<!\\)!\[|\n/);
    assert.ok(question.length < 500);
  });
});

describe('a conversation', () => {
  test('is shown to the model that words the answer, as what others wrote', async () => {
    const model = createScriptedModel([plan(['look', {}]), words, plan(['look', {}]), words]);
    await using engine = await open(createShop(), model);
    const first = await collect(engine.ask(alice, { message: 'is it all fine' }));
    await collect(engine.ask(alice, { message: 'and now', session: first[0]?.session ?? '' }));
    assert.doesNotMatch(model.prompts[1] ?? '', /\[data [0-9a-f]{10} earlier in this conversation\]/);
    const marker = /\[data ([0-9a-f]{10}) earlier in this conversation\]/.exec(model.prompts[3] ?? '')?.[1];
    assert.ok(marker !== undefined);
    assert.match(model.prompts[3] ?? '', new RegExp(`${marker}\\| person: is it all fine`));
  });
});
