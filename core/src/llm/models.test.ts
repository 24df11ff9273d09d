import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '../engine/fact-schemas.ts';
import type { LlmProvider } from '../extension/llm.ts';
import type { WorkspaceModels } from '../extension/workspace-models.ts';
import { compileRules, type RuleSet } from '../rules/index.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createScriptedModel, providerOf } from '../testing/scripted-model.ts';
import { createModels, type ModelQuestion } from './models.ts';
import type { ModelsConfig } from './models-config.ts';

const model = createScriptedModel([]);
const providers: readonly LlmProvider[] = [
  providerOf(model, { id: 'inside', locality: 'private' }),
  providerOf(model, { id: 'outside', locality: 'commercial' }),
];
const question: ModelQuestion = { purpose: 'plan', sensitivity: 'internal', workspace: 'shop' };

function modelsOf(config: ModelsConfig, rules: RuleSet['rules'] = [], from = providers) {
  const sets: readonly RuleSet[] = [{ apiVersion: 'hexaops/v1', kind: 'RuleSet', stage: 'model', rules }];
  const compiled = compileRules(rules.length === 0 ? [] : sets, { schemas: factSchemas });
  return createModels({ providers: from, config, rules: () => compiled, sensitivityOf: () => undefined });
}

const asking = { caller: fakeCaller({ workspace: 'shop' }), signal: new AbortController().signal };

async function names(config: ModelsConfig, asked: Partial<ModelQuestion>, rules: RuleSet['rules'] = []) {
  const chosen = await modelsOf(config, rules)?.choose({ ...question, ...asked }, asking);
  return chosen?.map(({ name }) => name);
}

describe('the choice of a model', async () => {
  test('is the one of the purpose, else the default', async () => {
    const config = { default: 'outside/large', plan: 'inside/small' };
    assert.deepEqual(await names(config, { purpose: 'plan' }), ['inside/small']);
    assert.deepEqual(await names(config, { purpose: 'chat' }), ['outside/large']);
  });

  test('is a rule’s where one of stage model fires, with its fallbacks in order', async () => {
    const rules: RuleSet['rules'] = [
      {
        id: 'model.plan',
        match: { purpose: 'plan', workspace: 'shop' },
        then: [{ use: { provider: 'outside', model: 'large/2', fallback: [{ provider: 'inside', model: 'small' }] } }],
      },
    ];
    assert.deepEqual(await names({ default: 'inside/other' }, {}, rules), ['outside/large/2', 'inside/small']);
    assert.deepEqual(await names({ default: 'inside/other' }, { workspace: 'lab' }, rules), ['inside/other']);
  });

  test('keeps what is confidential with private providers, whatever the configuration says', async () => {
    await assert.rejects(names({ default: 'outside/large' }, { sensitivity: 'confidential' }), {
      code: 'model-not-allowed',
    });
    assert.deepEqual(await names({ default: 'inside/small' }, { sensitivity: 'confidential' }), ['inside/small']);
  });

  test('keeps what is confidential with private providers, whatever a rule says', async () => {
    const use = { provider: 'outside', model: 'large', sensitivity: 'confidential' };
    const rules: RuleSet['rules'] = [
      {
        id: 'model.all',
        match: { workspace: 'shop' },
        then: [{ use: { ...use, fallback: [{ provider: 'inside', model: 'small' }] } }],
      },
    ];
    assert.deepEqual(await names({}, { sensitivity: 'confidential' }, rules), ['inside/small']);
  });

  test('sends a model no more than its rule allows', async () => {
    const rules: RuleSet['rules'] = [
      {
        id: 'm',
        match: { workspace: 'shop' },
        then: [{ use: { provider: 'inside', model: 'small', sensitivity: 'public' } }],
      },
    ];
    assert.deepEqual(await names({}, { sensitivity: 'public' }, rules), ['inside/small']);
    await assert.rejects(names({}, { sensitivity: 'internal' }, rules), { code: 'model-not-allowed' });
  });

  test('is none without a provider, and none where nobody has set one', async () => {
    assert.equal(modelsOf({}, [], []), undefined);
    assert.equal(await modelsOf({})?.has(question, asking), false);
  });

  describe('that a workspace has made for itself', () => {
    const own = (locality: 'private' | 'commercial', found = true): WorkspaceModels => ({
      id: 'own',
      choose: async ({ workspace }) =>
        found && workspace === 'shop' ? { model, name: 'workspace/large', locality } : undefined,
    });
    const chosen = async (from: WorkspaceModels, asked: Partial<ModelQuestion> = {}, caller = asking.caller) => {
      const models = createModels({
        providers,
        config: { default: 'inside/small' },
        rules: () => compileRules([], { schemas: factSchemas }),
        sensitivityOf: () => undefined,
        own: from,
      });
      const all = await models?.choose({ ...question, ...asked }, { ...asking, caller });
      return all?.map(({ name }) => name);
    };

    test('is the only one: what it keeps to its own provider goes to no other', async () =>
      assert.deepEqual(await chosen(own('commercial')), ['workspace/large']));

    test('is not sent what is confidential, unless it is private', async () => {
      assert.deepEqual(await chosen(own('commercial'), { sensitivity: 'confidential' }), ['inside/small']);
      assert.deepEqual(await chosen(own('private'), { sensitivity: 'confidential' }), ['workspace/large']);
    });

    test('is no other workspace’s', async () => {
      assert.deepEqual(await chosen(own('commercial'), {}, fakeCaller({ workspace: 'lab' })), ['inside/small']);
      assert.deepEqual(await chosen(own('commercial', false)), ['inside/small']);
    });

    test('is enough without any of the organization', async () => {
      const models = createModels({
        providers: [],
        config: {},
        rules: () => compileRules([], { schemas: factSchemas }),
        sensitivityOf: () => undefined,
        own: own('commercial'),
      });
      assert.equal(await models?.has(question, asking), true);
      assert.equal(await models?.has(question, { ...asking, caller: fakeCaller({ workspace: 'lab' }) }), false);
    });
  });

  for (const [what, config] of [
    ['a provider that there is not', { default: 'other/large' }],
    ['a name without a provider', { plan: 'large' }],
    ['an unknown setting', { defaults: 'inside/small' }],
    ['no tokens', { promptTokens: 0 }],
    ['an unknown sensitivity', { sensitivity: 'confidental' }],
    ['a switch that is no switch', { unapprovedWrites: 'no' }],
  ] as const) {
    test(`refuses ${what} at the start`, () => {
      assert.throws(() => modelsOf(config as ModelsConfig), { code: 'config-invalid' });
    });
  }

  test('refuses a rule that names a provider which there is not', () => {
    assert.throws(
      () =>
        modelsOf({}, [{ id: 'm', match: { workspace: 'shop' }, then: [{ use: { provider: 'insid', model: 'x' } }] }]),
      { code: 'rules-invalid', message: /rule m: unknown provider of models "insid"/ },
    );
  });
});
