// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ruleSetSchema } from './rule-set-schema.ts';
import { isRuleSet } from './validate.ts';

const published = new URL('../../../../docs/ruleset.schema.json', import.meta.url);

test('docs/ruleset.schema.json is the schema that rules are checked against', async () => {
  const expected = JSON.parse(JSON.stringify(ruleSetSchema)) as unknown;
  if (process.env['UPDATE_SCHEMAS'] === '1') await writeFile(published, `${JSON.stringify(expected, null, 2)}\n`);
  assert.deepEqual(
    JSON.parse(await readFile(published, 'utf8')),
    expected,
    'run this test with UPDATE_SCHEMAS=1, then npm run format',
  );
});

const head = { apiVersion: 'hexaops/v1', kind: 'RuleSet' } as const;
const actions: Readonly<Record<string, readonly unknown[]>> = {
  guard: [
    { deny: { reason: 'no' } },
    { deny: true },
    { allow: {} },
    { allow: true },
    { requireApproval: { role: 'admin', fourEyes: true, reason: 'r', expiresIn: '15m' } },
  ],
  diagnose: [
    { finding: { cause: 'oom' } },
    {
      finding: {
        cause: 'oom',
        object: '${object}',
        severity: 'critical',
        confidence: 0.9,
        summary: '${object.name}',
        remedy: { description: 'raise it', tool: 'set-memory', arguments: { name: '${object.name}' } },
      },
    },
  ],
  route: [
    {
      plan: {
        task: 't',
        steps: [
          { id: 'a', tool: 'get' },
          { id: 'b', tool: 'get', needs: ['a'], arguments: { n: 1 } },
        ],
      },
    },
    { answer: { template: 'hello' } },
    { ask: { question: 'which?', choices: ['a'] } },
  ],
  trigger: [{ investigate: { task: 't', playbook: 'p', arguments: {} } }],
  model: [
    {
      use: {
        provider: 'p',
        model: 'm:7b',
        temperature: 0,
        fallback: [{ provider: 'q', model: 'n' }],
        sensitivity: 'internal',
      },
    },
  ],
};

test('each stage takes its own actions and no others', () => {
  for (const [stage, own] of Object.entries(actions)) {
    for (const [other, then] of Object.entries(actions)) {
      for (const action of then) {
        assert.equal(
          isRuleSet({ ...head, stage, rules: [{ id: 'r', then: [action] }] }),
          stage === other,
          `${stage} ${JSON.stringify(action)}`,
        );
      }
    }
    assert.equal(isRuleSet({ ...head, stage, rules: [{ id: 'r', then: [{ ...own[0]!, other: {} }] }] }), false);
  }
});

test('an action with a wrong part is refused', () => {
  const wrong: readonly (readonly [stage: string, action: unknown])[] = [
    ['guard', { deny: { raeson: 'x' } }],
    ['guard', { allow: false }],
    ['guard', { requireApproval: { expiresIn: 'soon' } }],
    ['diagnose', { finding: { cause: 'oom', confidence: 2 } }],
    ['diagnose', { finding: { cause: 'oom', severity: 'fatal' } }],
    ['diagnose', { finding: { cause: 'oom', object: 'the ${object}' } }],
    ['route', { plan: { task: 't', steps: [] } }],
    ['route', { plan: { task: 't', steps: [{ id: 'a', tool: '${tool}' }] } }],
    ['model', { use: { provider: 'p' } }],
  ];
  for (const [stage, action] of wrong) {
    assert.equal(isRuleSet({ ...head, stage, rules: [{ id: 'r', then: [action] }] }), false, JSON.stringify(action));
  }
});
