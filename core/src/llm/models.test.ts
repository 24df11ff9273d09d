import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '../engine/fact-schemas.ts';
import type { LlmProvider } from '../extension/llm.ts';
import { compileRules, type RuleSet } from '../rules/index.ts';
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

function names(config: ModelsConfig, asked: Partial<ModelQuestion>, rules: RuleSet['rules'] = []) {
  return modelsOf(config, rules)
    ?.choose({ ...question, ...asked })
    .map(({ name }) => name);
}

describe('the choice of a model', () => {
  test('is the one of the purpose, else the default', () => {
    const config = { default: 'outside/large', plan: 'inside/small' };
    assert.deepEqual(names(config, { purpose: 'plan' }), ['inside/small']);
    assert.deepEqual(names(config, { purpose: 'chat' }), ['outside/large']);
  });

  test('is a rule’s where one of stage model fires, with its fallbacks in order', () => {
    const rules: RuleSet['rules'] = [
      {
        id: 'model.plan',
        match: { purpose: 'plan', workspace: 'shop' },
        then: [{ use: { provider: 'outside', model: 'large/2', fallback: [{ provider: 'inside', model: 'small' }] } }],
      },
    ];
    assert.deepEqual(names({ default: 'inside/other' }, {}, rules), ['outside/large/2', 'inside/small']);
    assert.deepEqual(names({ default: 'inside/other' }, { workspace: 'lab' }, rules), ['inside/other']);
  });

  test('keeps what is confidential with private providers, whatever the configuration says', () => {
    assert.throws(() => names({ default: 'outside/large' }, { sensitivity: 'confidential' }), {
      code: 'model-not-allowed',
    });
    assert.deepEqual(names({ default: 'inside/small' }, { sensitivity: 'confidential' }), ['inside/small']);
  });

  test('keeps what is confidential with private providers, whatever a rule says', () => {
    const use = { provider: 'outside', model: 'large', sensitivity: 'confidential' };
    const rules: RuleSet['rules'] = [
      {
        id: 'model.all',
        match: { workspace: 'shop' },
        then: [{ use: { ...use, fallback: [{ provider: 'inside', model: 'small' }] } }],
      },
    ];
    assert.deepEqual(names({}, { sensitivity: 'confidential' }, rules), ['inside/small']);
  });

  test('sends a model no more than its rule allows', () => {
    const rules: RuleSet['rules'] = [
      {
        id: 'm',
        match: { workspace: 'shop' },
        then: [{ use: { provider: 'inside', model: 'small', sensitivity: 'public' } }],
      },
    ];
    assert.deepEqual(names({}, { sensitivity: 'public' }, rules), ['inside/small']);
    assert.throws(() => names({}, { sensitivity: 'internal' }, rules), { code: 'model-not-allowed' });
  });

  test('is none without a provider, and none where nobody has set one', () => {
    assert.equal(modelsOf({}, [], []), undefined);
    assert.equal(modelsOf({})?.has(question), false);
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
