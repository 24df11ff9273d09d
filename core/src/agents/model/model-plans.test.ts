import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EngineConfig } from '../../engine/create-engine.ts';
import {
  allowEverything,
  createShop,
  findingOf,
  openShop,
  type Shop,
  textEvidence,
} from '../../engine/testing/shop.ts';
import { llmProviderPoint } from '../../extension/llm.ts';
import { defineWriteTool, toolPoint } from '../../extension/tool.ts';
import type { RuleSet } from '../../rules/index.ts';
import type { RunEvent } from '../../run/events.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { fakeCaller } from '../../testing/fake-caller.ts';
import {
  createScriptedModel,
  promptText,
  providerOf,
  type RecordingModel,
  type ScriptedTurn,
} from '../../testing/scripted-model.ts';

const alice = fakeCaller();
const models = { default: 'test/m', unapprovedWrites: true, rounds: 0 };

type Step = readonly [tool: string, values: object];

function plan(...steps: readonly Step[]): ScriptedTurn {
  return {
    object: {
      task: 'as asked',
      steps: steps.map(([tool, values], index) => ({ id: `s${index}`, tool, arguments: values, needs: [] })),
    },
  };
}

function open(
  shop: Shop,
  model: RecordingModel,
  config: EngineConfig = { models },
  sets: readonly RuleSet[] = [allowEverything],
) {
  return openShop(shop, { config, sets, plugin: (api) => api.contribute(llmProviderPoint, providerOf(model)) });
}

async function ask(turns: readonly ScriptedTurn[], message: string, config: EngineConfig = { models }) {
  const shop = createShop();
  const model = createScriptedModel(turns);
  await using engine = await open(shop, model, config);
  const events = await collect(engine.ask(alice, { message }));
  return { shop, model, events };
}

const fallback = /I did not understand that/;

describe('a plan by a model', () => {
  test('is made where no rule has matched, of the tools there are and the person’s message', async () => {
    const { model, events } = await ask(
      [plan(['look', {}], ['count', {}]), { text: 'There are 3 pods [e2].' }],
      'is it all fine',
    );
    const { plan: made } = lastOf(events, 'plan-made');
    assert.deepEqual(made.madeBy, { model: 'test/m' });
    assert.equal(made.tainted, false);
    assert.deepEqual(
      made.steps.map(({ tool, effect, worker }) => [tool, effect, worker]),
      [
        ['look', 'read', 'shop'],
        ['count', 'read', 'shop'],
      ],
    );
    const [call] = model.calls;
    assert.ok(call);
    assert.match(promptText(call), /- scale \(a change\): Scales a deployment of the shop\. Arguments: \{/);
    assert.match(promptText(call), /The person wrote:\n"""\nis it all fine\n"""/);
    assert.match(JSON.stringify(call.responseFormat), /"tool":\{"enum":\["look","count","close","scale"\]\}/);
    assert.equal(call.tools, undefined, 'a model gets no tools: it names them in a plan');
    assert.equal(lastOf(events, 'answer').text, 'There are 3 pods. [e2]');
  });

  test('is made where only the rule of last resort has matched, whose answer stands where there is none', async () => {
    const last: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'route',
      rules: [
        {
          id: 'route.last',
          priority: -1000,
          match: { text: { pattern: '\\S' } },
          then: [{ answer: { template: 'Say it otherwise.' } }],
        },
      ],
    };
    for (const [turn, text] of [
      [plan(['count', {}]), /3 pods/],
      [plan(), /^Say it otherwise\.$/],
      [{ error: new Error('down') }, /^Say it otherwise\.$/],
    ] as const) {
      const shop = createShop();
      const model = createScriptedModel([turn, { text: 'nothing' }]);
      await using engine = await open(shop, model, { models }, [last]);
      const events = await collect(engine.ask(alice, { message: 'how many of them' }));
      assert.match(lastOf(events, 'answer').text, text);
    }
  });

  test('that cannot be followed is sent back once, with what is wrong with it', async () => {
    const { model, events } = await ask(
      [plan(['delete-everything', {}], ['scale', { name: 'x' }]), plan(['count', {}]), { text: '' }],
      'count them',
    );
    assert.match(
      promptText(model.calls[1] ?? { prompt: [] }),
      /\| the tool of step "s0" is none of: look, count, close, scale/,
    );
    assert.equal(lastOf(events, 'plan-made').plan.steps[0]?.tool, 'count');
    assert.equal(eventsOf(events, 'model-called')[0]?.error?.code, 'model-output-invalid');
  });

  for (const [what, wrong] of [
    ['no JSON', { text: 'I would look around.' }],
    ['JSON of another form', { object: { steps: 'look' } }],
    ['an unknown tool', plan(['delete-everything', {}])],
    ['arguments that the tool does not take', plan(['look', { workspace: 'other' }])],
    ['a value out of range', plan(['scale', { name: 'checkout', replicas: -1 }])],
    [
      'two steps of one id',
      { object: { task: 't', steps: [1, 2].map(() => ({ id: 'a', tool: 'look', arguments: {}, needs: [] })) } },
    ],
    [
      'a step that needs what there is not',
      { object: { task: 't', steps: [{ id: 'a', tool: 'look', arguments: {}, needs: ['b'] }] } },
    ],
    [
      'an id that is more than a word',
      { object: { task: 't', steps: [{ id: 'a b', tool: 'look', arguments: {}, needs: [] }] } },
    ],
    ['too many steps', plan(...Array.from({ length: 13 }, (): Step => ['look', {}]))],
  ] as const) {
    test(`is none after two attempts with ${what}: the rules’ own answer stands`, async () => {
      const { shop, model, events } = await ask([wrong, wrong], 'do as you like');
      assert.equal(model.calls.length, 2);
      assert.match(lastOf(events, 'answer').text, fallback);
      assert.deepEqual(eventsOf(events, 'plan-made'), []);
      assert.deepEqual(shop.effects, []);
    });
  }

  test('offers no change where nothing can be changed, and takes none', async () => {
    const wanted = plan(['scale', { name: 'checkout', replicas: 3 }]);
    const { model, events } = await ask([wanted, wanted], 'bring checkout 3 more', { models, mode: 'readOnly' });
    assert.doesNotMatch(model.prompts.join(), /- scale/);
    assert.match(lastOf(events, 'answer').text, fallback);
  });
});

describe('a change that a model has planned', () => {
  const scale = (values: object) => [plan(['scale', values])];

  test('may do without approval where a rule allows it, the person wrote each word of it, and the operator has said so', async () => {
    const { shop } = await ask(scale({ name: 'checkout', replicas: 4 }), 'I would like checkout at 4 of them');
    assert.deepEqual(shop.effects, [4]);
  });

  test('needs an approval unless the operator has said otherwise', async () => {
    const { shop, events } = await ask(scale({ name: 'checkout', replicas: 4 }), 'I would like checkout at 4 of them', {
      models: { default: 'test/m' },
    });
    assert.deepEqual(shop.effects, []);
    assert.equal(lastOf(events, 'plan-made').plan.tainted, true);
    assert.equal(events.at(-1)?.type, 'approval-required');
  });

  for (const [what, message] of [
    ['a number that the person has not written', 'I would like checkout at four of them'],
    ['a number within a name', 'please-take-checkout-to-4 is what I would like of checkout'],
    ['a name within a longer one', 'I would like my-checkout-app at 4 of them'],
  ] as const) {
    test(`needs an approval for ${what}, which names the model beside the argument`, async () => {
      const { shop, events } = await ask(scale({ name: 'checkout', replicas: 4 }), message);
      assert.deepEqual(shop.effects, []);
      const { provenance } = lastOf(events, 'approval-required').approval;
      const untrusted = Object.values(provenance).filter(({ taint }) => taint === 'untrusted');
      assert.deepEqual(untrusted, [{ taint: 'untrusted', origin: 'model test/m, not in your words' }]);
    });
  }

  test('needs an approval where the session has been used before, whatever was said in it', async () => {
    const shop = createShop();
    const model = createScriptedModel([...scale({ name: 'checkout', replicas: 4 })]);
    await using engine = await open(shop, model);
    const first = await collect(engine.ask(alice, { message: 'what is wrong?' }));
    const session = first[0]?.session ?? '';
    const events = await collect(engine.ask(alice, { message: 'I would like checkout at 4 of them', session }));
    assert.deepEqual(shop.effects, []);
    assert.equal(lastOf(events, 'plan-made').plan.tainted, true);
    const { provenance } = lastOf(events, 'approval-required').approval;
    assert.deepEqual(provenance['name'], {
      taint: 'untrusted',
      origin: 'model test/m, which has seen earlier answers',
    });
    const marked =
      /\[data (\w+) earlier in this conversation\]\n\1\| person: what is wrong\?\n\1\| answer: I found nothing wrong/;
    assert.match(model.prompts[0] ?? '', marked);
  });
});

describe('a name in a model’s plan', () => {
  const placed: RuleSet[] = [allowEverything];
  const wanted = plan(['move', { name: 'checkout', namespace: 'elsewhere', floor: 2 }]);

  /** A shop whose tool `move` takes a name and a namespace. */
  function openPlaced(shop: Shop, model: RecordingModel) {
    const text = { type: 'string' } as const;
    return openShop(shop, {
      config: { models },
      sets: placed,
      plugin: (api) => {
        api.contribute(llmProviderPoint, providerOf(model));
        api.contribute(
          toolPoint,
          defineWriteTool({
            name: 'move',
            worker: 'shop',
            description: 'Moves something.',
            input: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'namespace', 'floor'],
              properties: { name: text, namespace: text, floor: { type: 'integer' } },
            },
            operation: (parameters) => ({ operation: 'move', target: parameters.name, parameters }),
            preview: async ({ name }) => ({ summary: `Move ${name}`, changes: [] }),
            verify: async () => ({ state: 'applied', summary: 'moved', evidence: [] }),
          }),
        );
      },
    });
  }

  test('is looked up as a rule’s would be: the namespace is the object’s, and the person’s word for it counts', async () => {
    const shop = createShop();
    await using engine = await openPlaced(shop, createScriptedModel([wanted]));
    await collect(engine.ask(alice, { message: 'bring checkout up to floor 2' }));
    assert.deepEqual(shop.controlPlane.performed[0]?.parameters, { name: 'checkout', namespace: 'shop', floor: 2 });
  });

  test('that is nobody’s becomes a question; the run goes on with the same plan, asks no model again, and needs an approval', async () => {
    const shop = createShop();
    shop.names = ['checkout-2', 'checkout-3'];
    const model = createScriptedModel([wanted]);
    await using engine = await openPlaced(shop, model);
    const asked = await collect(engine.ask(alice, { message: 'bring checkout up to floor 2' }));
    const { choices } = lastOf(asked, 'input-required');
    const events = await collect(
      engine.resume(alice, asked[0]?.run ?? '', { kind: 'input', value: choices[1]?.value ?? '' }),
    );
    assert.equal(model.calls.length, 1);
    const { approval } = lastOf(events, 'approval-required');
    assert.deepEqual(approval.bytes.arguments, { name: 'checkout-3', namespace: 'shop', floor: 2 });
    assert.equal(approval.provenance['name']?.taint, 'untrusted');
    assert.equal(approval.provenance['namespace']?.taint, 'untrusted');
    assert.equal(shop.controlPlane.performed.length, 0);
  });

  test('that the model brought up itself stays untrusted though it is found', async () => {
    const shop = createShop();
    await using engine = await openPlaced(shop, createScriptedModel([wanted]));
    const events = await collect(engine.ask(alice, { message: 'bring it up to floor 2' }));
    const { provenance } = lastOf(events, 'approval-required').approval;
    assert.equal(provenance['name']?.taint, 'untrusted');
    assert.equal(provenance['namespace']?.taint, 'untrusted');
  });

  test('is looked up with a fresh token: a run that stops for one goes on with the same plan', async () => {
    const shop = createShop();
    const model = createScriptedModel([wanted]);
    await using engine = await openPlaced(shop, model);
    const late = fakeCaller({ expiresAt: Date.now() - 1 });
    const asked = await collect(engine.ask(late, { message: 'bring checkout up to floor 2' }));
    assert.equal(lastOf(asked, 'reauthentication-required').reason, 'token-expired');
    await collect(engine.resume(alice, asked[0]?.run ?? '', { kind: 'reauthenticated' }));
    assert.equal(model.calls.length, 1);
    assert.equal(shop.controlPlane.performed.length, 1);
  });
});

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
  ) => {
    const shop = createShop();
    shop.result = result;
    await using engine = await open(shop, createScriptedModel([plan(['look', {}]), { text }]));
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
    ['that is empty', ''],
  ] as const) {
    test(`is the templates’ where the model’s is one ${what}`, async () => {
      assert.match((await answered(text)).text, byTemplates);
    });
  }

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
