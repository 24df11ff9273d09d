import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allowEverything, createShop, openShop, type Shop } from '../../engine/testing/shop.ts';
import { llmProviderPoint } from '../../extension/llm.ts';
import { defineWriteTool, toolPoint } from '../../extension/tool.ts';
import type { RuleSet } from '../../rules/index.ts';
import { renderApproval } from '../../run/approval-rendering.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { fakeCaller } from '../../testing/fake-caller.ts';
import { createScriptedModel, promptText, providerOf, type RecordingModel } from '../../testing/scripted-model.ts';
import { alice, ask, models, open, plan, type Step } from './testing/asked.ts';

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
      const shown = renderApproval(lastOf(events, 'approval-required').approval.bytes, provenance).join('\n');
      assert.match(shown, /argument "\w+": .+\n  NOT TRUSTED: model test\/m, not in your words/);
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
