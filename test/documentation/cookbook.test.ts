import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type Caller,
  controlPlanePoint,
  createEngine,
  definePlugin,
  type Engine,
  factSchemas,
  type KubernetesAnswer,
} from '@hexaops/core';
import { compileRules, parseRuleSets, runRuleTests } from '@hexaops/core/rules';
import { collect, createFakeControlPlane, fakeCaller, lastOf } from '@hexaops/core/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { repository } from './markdown.ts';

const page = await readFile(join(repository, 'docs/cookbook.md'), 'utf8');
const recipes = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', /^```yaml\n(.*?)^```$/ms.exec(section)?.[1] ?? ''] as const),
);
const setsOf = (recipe: string) =>
  parseRuleSets(recipes.get(recipe) ?? assert.fail(`no recipe ${recipe}`), 'docs/cookbook.md');

describe('docs/cookbook.md', () => {
  it('has ten recipes and more', () => assert.ok(recipes.size >= 10));

  for (const recipe of recipes.keys())
    it(`${recipe}: compiles with the facts of its stage, and each rule passes its own tests`, () => {
      const results = runRuleTests(setsOf(recipe), { schemas: factSchemas });
      assert.ok(results.length >= 2);
      assert.deepEqual(
        results.filter(({ passed }) => !passed).map(({ rule, test, message }) => ({ rule, test, message })),
        [],
      );
    });
});

const frontend = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'frontend', namespace: 'shop', uid: 'u1', generation: 1, resourceVersion: '1' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'frontend' } },
    template: {
      metadata: { labels: { app: 'frontend' }, annotations: {} as Record<string, string> },
      spec: { containers: [{ name: 'web', image: 'shop/frontend:1' }] },
    },
  },
  status: { replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2, observedGeneration: 1 },
};

/** A cluster of one Deployment, as the pass-through of a control plane shows it. */
async function kubernetes(_: Caller, path: string): Promise<KubernetesAnswer> {
  const deployments = '/apis/apps/v1/namespaces/shop/deployments';
  const items = [deployments, '/apis/apps/v1/deployments'].includes(path) ? [frontend] : [];
  const body = path === `${deployments}/frontend` ? frontend : { kind: 'List', apiVersion: 'v1', metadata: {}, items };
  return { status: 200, body: JSON.stringify(body), truncated: false };
}

describe('a service with the recipes of docs/cookbook.md', () => {
  const controlPlane = createFakeControlPlane();
  const fake = definePlugin({ register: (api) => api.contribute(controlPlanePoint, { ...controlPlane, kubernetes }) });
  const namespaces = Object.fromEntries(['day', 'night', 'shop'].map((workspace) => [workspace, ['shop']]));
  let engine: Engine;

  before(async () => {
    engine = await createEngine({
      plugins: [fake, { use: workerKubernetes, config: { namespaces } }],
      config: {
        // The model of that recipe is of a provider that is not here, and a service without it does not start.
        ruleSets: [...recipes.keys()].flatMap(setsOf).filter(({ stage }) => stage !== 'model'),
        workspaces: { night: { environment: 'staging' } },
        defaultEnvironment: 'production',
        investigations: { workers: ['worker-kubernetes'] },
      },
    });
  });
  after(() => engine[Symbol.asyncDispose]());
  controlPlane.onPerform(() => {
    const { annotations } = frontend.spec.template.metadata;
    annotations['kubectl.kubernetes.io/restartedAt'] = new Date().toISOString();
  });

  const ask = (message: string, caller: Caller) => collect(engine.ask(caller, { message }));
  const decisionOn = async (message: string, caller: Caller) => {
    const events = await ask(message, caller);
    return { events, ...lastOf(events, 'guard-decided') };
  };

  it('Scaling is for a role: a developer is refused, and told why; sre is asked to approve', async () => {
    const refused = await decisionOn(
      'scale shop/frontend to 3',
      fakeCaller({ workspace: 'day', roles: ['developer'] }),
    );
    assert.equal(refused.decision, 'deny');
    assert.match(lastOf(refused.events, 'answer').text, /in production only sre scales/);
    const asked = await decisionOn('scale shop/frontend to 3', fakeCaller({ workspace: 'day', roles: ['sre'] }));
    assert.equal(asked.decision, 'require-approval');
  });

  it('A second person approves: a release manager, and not who asked', async () => {
    const { events } = await decisionOn(
      'set the image of web in shop/frontend to shop/frontend:2',
      fakeCaller({ workspace: 'day', roles: ['release-manager'] }),
    );
    const { approval } = lastOf(events, 'approval-required');
    assert.deepEqual([approval.fourEyes, approval.roles], [true, ['release-manager']]);
  });

  it('Restarts in staging need nobody, and those in production do', async () => {
    const staging = await decisionOn('restart shop/frontend', fakeCaller({ workspace: 'night' }));
    assert.equal(staging.decision, 'allow', [...staging.rules, ...staging.reasons].join(', '));
    assert.deepEqual(
      controlPlane.performed.map(({ target }) => target),
      ['deployment/shop/frontend'],
    );
    const production = await decisionOn('restart shop/frontend', fakeCaller({ workspace: 'day' }));
    assert.equal(production.decision, 'require-approval');
  });

  it('A freeze: nothing is changed in that workspace', async () => {
    const { decision, reasons } = await decisionOn('restart shop/frontend', fakeCaller({ workspace: 'shop' }));
    assert.equal(decision, 'deny');
    assert.deepEqual(reasons, ['the sale goes on until Monday; call the shift lead']);
  });

  it('A question of your own is answered by the tool that the rule names', async () => {
    const { plan } = lastOf(await ask('Good morning!', fakeCaller({ workspace: 'day' })), 'plan-made');
    assert.deepEqual(plan.madeBy, { rule: 'team.morning' });
  });

  it('An answer that is known reads nothing', async () => {
    const events = await ask('Who is on call?', fakeCaller({ workspace: 'day' }));
    assert.match(lastOf(events, 'answer').text, /^The rota is at wiki\/rota/);
    assert.equal(events.filter(({ type }) => type === 'step-started').length, 0);
  });

  it('A playbook asks what is installed, and names what is not', async () => {
    const events = await ask('Hand over shop/frontend', fakeCaller({ workspace: 'day' }));
    const { plan } = lastOf(events, 'plan-made');
    assert.deepEqual(
      plan.steps.map(({ id }) => id),
      ['diagnosis', 'changes', 'earlier-investigations'],
    );
    assert.match(lastOf(events, 'answer').text, /find-metric-changes|metrics/);
  });

  it('A large change is for a role: what it would touch is known before it is made', async () => {
    const { events, rules } = await decisionOn(
      'scale shop/frontend to 40',
      fakeCaller({ workspace: 'day', roles: ['sre'] }),
    );
    assert.ok(rules.includes('team.large-scalings'), rules.join(', '));
    assert.deepEqual(lastOf(events, 'approval-required').approval.roles, ['sre']);
  });

  it('A model for what is confidential: that rule is the first for such a call, and speaks of no other', () => {
    const rules = compileRules(setsOf('A model for what is confidential'));
    assert.equal(rules.first('model', { sensitivity: 'confidential' })?.id, 'team.confidential-stays-here');
    assert.equal(rules.first('model', { sensitivity: 'public' }), undefined);
  });
});
