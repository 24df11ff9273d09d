import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createShop, findingOf, type Shop, textEvidence } from '../../engine/testing/shop.ts';
import type { RunEvent } from '../../run/events.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { createScriptedModel, type ScriptedTurn } from '../../testing/scripted-model.ts';
import { alice, ask, models, open, plan } from './testing/asked.ts';

describe('further readings', () => {
  const reading = (rounds: number) => ({ models: { ...models, rounds } });
  const more = plan(['count', {}]);

  test('are asked for once what was planned has been read, and are untrusted', async () => {
    const { model, events } = await ask([plan(['look', {}]), more, plan(), { text: 'x' }], 'have a look', reading(2));
    const { steps, because } = lastOf(events, 'steps-added');
    assert.equal(because, 'as asked');
    assert.deepEqual(
      steps.map(({ tool, effect }) => [tool, effect]),
      [['count', 'read']],
    );
    assert.match(
      model.prompts[1] ?? '',
      /\[data (\w+) evidence e1\]\n\1\| The shop \(shop\)\n\1\| all is well\n\[end \1\]/,
    );
    assert.doesNotMatch(model.prompts[1] ?? '', /- scale|- close/);
    assert.equal(eventsOf(events, 'evidence').length, 2);
  });

  test('are made for so many rounds and no more, nor twice', async () => {
    const asks = (values: object): ScriptedTurn => plan(['look', values]);
    const { model, events } = await ask([plan(['look', {}]), more, asks({}), { text: 'x' }], 'have a look', reading(2));
    assert.deepEqual(
      eventsOf(events, 'model-called').map(({ task }) => task),
      ['plan', 'reads', 'reads', 'answer'],
    );
    assert.equal(eventsOf(events, 'steps-added').length, 1);
    assert.equal(model.calls.length, 4);
  });

  test('take steps of the run’s own budget', async () => {
    const { events } = await ask([plan(['look', {}]), more, { text: 'x' }], 'have a look', {
      models: { ...models, rounds: 2 },
      budget: { steps: 1 },
    });
    assert.deepEqual(eventsOf(events, 'steps-added'), []);
    assert.equal(eventsOf(events, 'step-started').length, 1);
  });

  test('of which the model fails are left out, and the answer is made all the same', async () => {
    const { events } = await ask(
      [plan(['look', {}]), { error: new Error('down') }, { text: 'x' }],
      'have a look',
      reading(2),
    );
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.match(lastOf(events, 'answer').text, /all is well/);
  });

  test('are not asked for once a change was planned', async () => {
    const { model } = await ask([plan(['scale', { name: 'checkout', replicas: 4 }])], 'checkout at 4', reading(2));
    assert.equal(model.calls.filter((call) => call.responseFormat?.type === 'json').length, 1);
  });
});

describe('the answer to a plan by a model', () => {
  const answered = async (
    text: string,
    result: Shop['result'] = () => ({ evidence: [textEvidence('17 errors in cart-7d9f')], findings: [] }),
    finish: NonNullable<ScriptedTurn['finish']> = 'stop',
  ) => {
    const shop = createShop();
    shop.result = result;
    await using engine = await open(shop, createScriptedModel([plan(['look', {}]), { text, finish }]));
    const events: readonly RunEvent[] = await collect(engine.ask(alice, { message: 'is it all fine' }));
    return lastOf(events, 'answer');
  };
  const byTemplates = /17 errors in cart-7d9f/;

  test('is the model’s where the evidence bears it out, and its citations are told', async () => {
    const { text, citations } = await answered('The pod cart-7d9f has had 17 errors [e1].');
    assert.equal(text, 'The pod cart-7d9f has had 17 errors. [e1]');
    assert.deepEqual(citations, ['e1']);
  });

  for (const [what, text] of [
    ['without citations', 'All is fine.'],
    ['with an invented number', 'There were 18 errors [e1].'],
    ['with an invented name', 'The pod pay-1 is broken [e1].'],
    ['with a unit that nobody measured in', 'It took 17 seconds [e1].'],
    ['that is but a thought', '<think>The pod cart-7d9f has had 17 errors [e1].</think>'],
    ['that is empty', ''],
  ] as const) {
    test(`is the templates’ where the model’s is one ${what}`, async () => {
      assert.match((await answered(text)).text, byTemplates);
    });
  }

  test('has a mark where a word of it may be a name that was made up', async () => {
    const { text } = await answered('The service billing has had 17 errors [e1].');
    assert.equal(text, 'The service billing has had 17 errors. [e1] (not in the evidence: billing)');
  });

  test('of a model that repeats itself is said once, and what was cut is not said', async () => {
    const said = 'The pod cart-7d9f has had 17 errors [e1].';
    assert.equal((await answered(`<think>hm</think>${`${said} `.repeat(20)}`)).text, said.replace(' [e1].', '. [e1]'));
    const cut = await answered(`${said} As [e1] says it has had 1`, undefined, 'length');
    assert.match(cut.text, /^The pod cart-7d9f has had 17 errors\. \[e1\]\nSentences that no evidence/);
  });

  test('does not pass over what rules have found', async () => {
    const found: Shop['result'] = () => ({
      evidence: [textEvidence('all is well')],
      findings: [findingOf({ remedy: { description: 'Scale it.' } })],
    });
    assert.match(
      (await answered('The evidence says that all is well [e1].', found)).text,
      /checkout is scaled to zero/,
    );
    assert.equal(
      (await answered('The deployment checkout is scaled to zero [e1].', found)).text,
      'The deployment checkout is scaled to zero. [e1]',
    );
  });

  test('names the sources that could not be read, whatever the model says', async () => {
    const { text } = await answered('The pod cart-7d9f has had 17 errors [e1].', () => ({
      evidence: [textEvidence('17 errors in cart-7d9f')],
      unavailable: [{ source: 'metrics', reason: 'down' }],
    }));
    assert.match(text, /Could not be read: metrics \(down\)\./);
  });
});
