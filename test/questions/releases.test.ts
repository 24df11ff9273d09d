import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { type ControlPlane, controlPlanePoint, createEngine, definePlugin, type Engine } from '@hexaops/core';
import { collect, createFakeControlPlane, fakeCaller } from '@hexaops/core/testing';
import workerHelm from '@hexaops/worker-helm';
import workerKubernetes from '@hexaops/worker-kubernetes';

/** Sentences, the rule that counts, and the first step: in a workspace with the releases `checkout` and `shop`. */
const sentences: readonly (readonly [text: string, rule: string, tool: string, more?: object | string])[] = [
  ['which releases are there?', 'route.releases', 'list-releases'],
  ['Show me all helm releases', 'route.releases', 'list-releases'],
  ['what is installed with helm?', 'route.releases', 'list-releases'],
  ['helm ls', 'route.releases', 'list-releases'],
  ['list the releases in shop', 'route.releases', 'list-releases', { namespace: 'shop' }],
  ['which helm releases have failed?', 'route.troubled-releases', 'list-releases', { troubled: true }],
  ['are any upgrades stuck?', 'route.troubled-releases', 'list-releases', { troubled: true }],
  ['show the history of the release checkout', 'route.release-history', 'release-history', 'checkout'],
  ['helm history checkout', 'route.release-history', 'release-history', 'checkout'],
  ['what changed in the last release of shop?', 'route.release-changes', 'release-changes', 'shop'],
  ['What did the latest upgrade of checkout change?', 'route.release-changes', 'release-changes', 'checkout'],
  ['what has changed in release checkout', 'route.release-changes', 'release-changes', 'checkout'],
  ['which values were changed in the last release of shop?', 'route.release-changes', 'release-changes', 'shop'],
  [
    'diff revision 1 and 2 of checkout',
    'route.release-changes',
    'release-changes',
    { name: 'checkout', from: 1, to: 2 },
  ],
  ['why did the upgrade of checkout fail?', 'route.release-diagnosis', 'diagnose-release', 'checkout'],
  ['Why has the last release of shop failed?', 'route.release-diagnosis', 'diagnose-release', 'shop'],
  ['why is release checkout failing', 'route.release-diagnosis', 'diagnose-release', 'checkout'],
  ['which value broke checkout?', 'route.release-diagnosis', 'diagnose-release', 'checkout'],
  ['has anybody changed things by hand in release checkout?', 'route.release-drift', 'release-drift', 'checkout'],
  ['was anything in shop changed manually?', 'route.release-drift', 'release-drift', 'shop'],
  ['has the release shop drifted?', 'route.release-drift', 'release-drift', 'shop'],
  ['does checkout still match its chart?', 'route.release-drift', 'release-drift', 'checkout'],
  [
    'which release does the frontend deployment belong to?',
    'route.release-of',
    'release-of',
    { kind: 'Deployment', name: 'frontend' },
  ],
  ['roll back checkout', 'route.roll-back-release', 'rollback-release', 'checkout'],
  [
    'roll back shop/checkout to revision 1',
    'route.roll-back-release',
    'rollback-release',
    { name: 'checkout', revision: 1 },
  ],
  ['roll back the release checkout', 'route.roll-back-release', 'rollback-release', 'checkout'],
  ['undo the last upgrade of shop', 'route.roll-back-release', 'rollback-release', 'shop'],
  ['helm rollback checkout 1', 'route.roll-back-release', 'rollback-release', { name: 'checkout', revision: 1 }],
  ['roll back the checkout deployment', 'route.roll-back', 'roll-back-deployment', 'checkout'],
  ['roll back frontend', 'route.roll-back', 'roll-back-deployment', 'frontend'],
  ['revert frontend to revision 3', 'route.roll-back', 'roll-back-deployment', { name: 'frontend', revision: 3 }],
  [
    'set image.tag to 2.4-rc1 in release checkout',
    'route.upgrade-release',
    'upgrade-release',
    { name: 'checkout', values: [{ path: 'image.tag', value: '2.4-rc1' }] },
  ],
  [
    'upgrade checkout with replicas at 3',
    'route.upgrade-release-number',
    'upgrade-release',
    { name: 'checkout', values: [{ path: 'replicas', value: 3 }] },
  ],
  ['what changed in frontend?', 'route.what-changed-of-object', 'list-changes'],
  ['scale checkout to 3', 'route.scale', 'scale-deployment', 'checkout'],
];

const deployments = ['checkout', 'frontend'].map((name) => ({
  metadata: { name, namespace: 'shop' },
  spec: { replicas: 1 },
}));

/** A control plane whose cluster has two releases and two Deployments, of which one is called as a release is. */
function controlPlane(): ControlPlane {
  const answers: readonly (readonly [RegExp, readonly object[]])[] = [
    [
      /\/secrets$/,
      ['checkout', 'shop'].flatMap((name) => [record(name, 1, 'superseded'), record(name, 2, 'deployed')]),
    ],
    [/\/deployments$/, deployments],
    [/\/namespaces$/, [{ metadata: { name: 'shop' } }]],
  ];
  return {
    ...createFakeControlPlane(),
    kubernetes: async (_, path, { labelSelector }) => {
      const found = answers.find(([pattern]) => pattern.test(path))?.[1] ?? [];
      const name = /name=([^,]+)/.exec(labelSelector ?? '')?.[1];
      const items =
        name === undefined ? found : found.filter((item) => JSON.stringify(item).includes(`"name":"${name}"`));
      return { status: 200, body: JSON.stringify({ kind: 'List', items }), truncated: false };
    },
  };
}

function record(name: string, revision: number, status: string): object {
  const content = gzipSync(JSON.stringify({ info: { status }, chart: { metadata: { name } }, manifest: '' }));
  return {
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace: 'shop',
      labels: { owner: 'helm', name, version: String(revision), status },
    },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(content.toString('base64')).toString('base64') },
  };
}

describe('questions about releases, without a model', () => {
  const resources = new AsyncDisposableStack();
  let engine: Engine;

  before(async () => {
    const plane = definePlugin({ register: (api) => api.contribute(controlPlanePoint, controlPlane()) });
    engine = resources.use(await createEngine({ plugins: [plane, workerKubernetes, workerHelm] }));
  });
  after(() => resources.disposeAsync());

  for (const [text, rule, tool, more = {}] of sentences) {
    it(`${text} - ${rule}`, async () => {
      const events = await collect(engine.ask(fakeCaller(), { message: text }));
      const plan = events.find((event) => event.type === 'plan-made')?.plan;
      assert.ok(
        plan !== undefined,
        JSON.stringify(events.filter(({ type }) => type === 'answer' || type === 'input-required')),
      );
      assert.deepEqual(plan.madeBy, { rule });
      const [step] = plan.steps;
      assert.equal(step?.tool, tool);
      for (const [name, value] of Object.entries(typeof more === 'string' ? { name: more } : more))
        assert.deepEqual(step?.arguments[name], value);
    });
  }

  it('asks which release is meant where none has that very name', async () => {
    const events = await collect(engine.ask(fakeCaller(), { message: 'roll back release check' }));
    const asked = events.find((event) => event.type === 'input-required');
    assert.deepEqual(
      asked?.choices.map(({ label }) => label),
      ['Release shop/checkout'],
    );
  });
});
