import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Caller,
  type ControlPlane,
  controlPlanePoint,
  createEngine,
  definePlugin,
  type KubernetesAnswer,
} from '@hexaops/core';
import workerKubernetes from './index.ts';

const caller: Caller = {
  subject: 'ada',
  workspace: 'w-1',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

/** A control plane with one deployment, which notes who reads. */
function controlPlane(readers: string[]): ControlPlane {
  const answer = (items: readonly object[]): KubernetesAnswer => ({
    status: 200,
    body: JSON.stringify({ kind: 'List', items }),
    truncated: false,
  });
  return {
    id: 'fake',
    read: async () => ({ workspace: 'w-1', projects: [] }),
    kubernetes: async ({ subject }, path) => {
      readers.push(`${subject} ${path}`);
      const cart = { kind: 'Deployment', metadata: { name: 'cart', namespace: 'shop' }, spec: { replicas: 1 } };
      return path.endsWith('/deployments') ? answer([cart]) : answer([]);
    },
    perform: async () => ({ message: 'done', body: {} }),
  };
}

describe('the plugin', () => {
  it('reads through the control plane as the one who asks', async () => {
    const readers: string[] = [];
    const fake = definePlugin({ register: (api) => api.contribute(controlPlanePoint, controlPlane(readers)) });
    await using engine = await createEngine({ plugins: [workerKubernetes, fake] });
    const events = await Array.fromAsync(engine.ask(caller, { message: 'list the deployments' }));
    const evidence = events.find((event) => event.type === 'evidence')?.evidence;
    assert.match(JSON.stringify(evidence?.content), /"cart"/);
    assert.deepEqual(readers, ['ada /apis/apps/v1/deployments']);
  });

  it('gives the overview of the control plane', async () => {
    const fake = definePlugin({ register: (api) => api.contribute(controlPlanePoint, controlPlane([])) });
    await using engine = await createEngine({ plugins: [fake, workerKubernetes] });
    const events = await Array.fromAsync(engine.ask(caller, { message: 'give me an overview' }));
    const evidence = events.flatMap((event) => (event.type === 'evidence' ? [event.evidence] : []));
    assert.ok(evidence.some(({ query }) => query === 'GET /internal/v1/workspaces/w-1/overview'));
  });

  it('does not start without the control plane that it is to read through', async () => {
    await assert.rejects(createEngine({ plugins: [workerKubernetes] }), { code: 'plugin-start-failed' });
  });

  for (const [what, config] of [
    ['a source that there is not', { source: 'telnet' }],
    ['a bundle without a path', { source: 'bundle' }],
    ['a namespace that is none', { namespaces: { 'w-1': ['*'] } }],
    ['an unknown field', { kubeConfig: {} }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(createEngine({ plugins: [{ use: workerKubernetes, config }] }), { code: 'config-invalid' });
    });
  }
});
