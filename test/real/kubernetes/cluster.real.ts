import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ApiError, KubernetesApi, type KubernetesObject } from './api.ts';
import { findBinaries } from './servers/binaries.ts';
import { type RealCluster, startCluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import type { Pod } from './kubelet/pod-state.ts';
import { deployment } from './scenes/objects.ts';
import { NODES } from './kubelet/stub-kubelet.ts';

const binaries = findBinaries();
const skip = 'missing' in binaries && binaries.missing;

describe('A cluster that cannot start', { skip }, () => {
  it('names the server that failed, with its last words, and leaves no directory behind', async (context) => {
    assert.ok(!('missing' in binaries));
    const { TMPDIR } = process.env;
    const scratch = await mkdtemp(join(tmpdir(), 'hexaops-failing-'));
    process.env['TMPDIR'] = scratch;
    context.after(async () => {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
      await rm(scratch, { recursive: true });
    });
    await assert.rejects(startCluster({ ...binaries, apiServer: binaries.etcd }), (error: Error) => {
      assert.match(error.message, /^kube-apiserver ended before it was ready \(exit code \d+\)/u);
      assert.match(error.message, /flag provided but not defined: -etcd-servers/u);
      return true;
    });
    assert.deepEqual(await readdir(scratch), []);
  });
});

describe('A real cluster of the tests', { skip }, () => {
  let cluster: RealCluster;

  before(async () => {
    assert.ok(!('missing' in binaries));
    cluster = await startCluster(binaries);
    await cluster.createNamespace('shop');
  });
  after(() => cluster[Symbol.asyncDispose]());

  async function podsOf(app: string): Promise<Pod[]> {
    return (await cluster.api.list(`/api/v1/namespaces/shop/pods?labelSelector=app%3D${app}`)) as Pod[];
  }

  function readyPods(app: string, count: number): Promise<Pod[]> {
    return eventually(`${count} ready pods of ${app}`, async () => {
      const ready = (await podsOf(app)).filter((pod) => condition(pod, 'Ready') === 'True');
      return ready.length === count ? ready : undefined;
    });
  }

  it('runs the pods of a deployment on its nodes, with endpoints behind the service', async () => {
    await cluster.api.apply([
      deployment('shop', 'cart', { replicas: 3 }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: { selector: { app: 'cart' }, ports: [{ port: 80 }] },
      },
    ]);
    const pods = await readyPods('cart', 3);
    assert.deepEqual(new Set(pods.map(({ spec }) => spec.nodeName)), new Set(NODES));
    await eventually('three ready endpoints', async () => {
      const slices = await cluster.api.list(
        '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dcart',
      );
      const endpoints = slices.flatMap((slice) => slice['endpoints'] as { conditions: { ready: boolean } }[]);
      return endpoints.filter(({ conditions }) => conditions.ready).length === 3 ? true : undefined;
    });
  });

  it('makes a pod fail as its annotation says, with the events of a kubelet', async () => {
    await cluster.api.apply([deployment('shop', 'broken', { annotations: { 'stub/state': 'ImagePullBackOff' } })]);
    const pod = await eventually('a pod without its image', async () =>
      (await podsOf('broken')).find((pod) => waiting(pod) === 'ImagePullBackOff'),
    );
    assert.equal(pod.status?.phase, 'Pending');
    const events = await cluster.api.list(
      `/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3D${pod.metadata.name}`,
    );
    const reasons = events.map((event) => event['reason']);
    for (const reason of ['Scheduled', 'Pulling', 'Failed', 'BackOff']) assert.ok(reasons.includes(reason), reason);
  });

  it('replaces the pods that a new template makes healthy', async () => {
    await cluster.api.apply([deployment('shop', 'fixed', { annotations: { 'stub/state': 'CrashLoopBackOff' } })]);
    await eventually('a crash loop', async () =>
      (await podsOf('fixed')).find((pod) => waiting(pod) === 'CrashLoopBackOff'),
    );
    await cluster.api.apply([deployment('shop', 'fixed', {})]);
    await readyPods('fixed', 1);
    await eventually('the old pod to go', async () => ((await podsOf('fixed')).length === 1 ? true : undefined));
  });

  it('reads the logs of a container, also of the one before, through the API server', async () => {
    const annotations = { 'stub/log': 'starting\nlistening on :8080\n', 'stub/previous-log': 'panic: no database\n' };
    await cluster.api.apply([deployment('shop', 'talkative', { annotations })]);
    const [pod] = await readyPods('talkative', 1);
    const path = `/api/v1/namespaces/shop/pods/${pod?.metadata.name}/log`;
    assert.equal(await cluster.api.text(path), 'starting\nlistening on :8080\n');
    assert.equal(await cluster.api.text(`${path}?tailLines=1`), 'listening on :8080\n');
    assert.equal(await cluster.api.text(`${path}?previous=true`), 'panic: no database\n');
  });

  it('leaves a pod pending that fits on no node', async () => {
    await cluster.api.apply([deployment('shop', 'huge', { requests: { cpu: '64' } })]);
    await eventually('an unschedulable pod', async () =>
      (await podsOf('huge')).find((pod) => condition(pod, 'PodScheduled') === 'False'),
    );
  });

  it('lets each user do what the user may', async () => {
    const path = '/api/v1/namespaces/shop/pods';
    const as = (token: string) => new KubernetesApi(cluster.server, cluster.certificate, token);
    using reader = as(cluster.tokens.readOnly);
    using stranger = as(cluster.tokens.noRights);
    using nobody = as('not-a-token');
    assert.ok((await reader.list(path)).length > 0);
    assert.equal((await reader.list('/api/v1/nodes')).length, 2);
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine', namespace: 'shop' } };
    await assert.rejects(reader.apply([configMap]), refusedWith(403));
    await assert.rejects(reader.list('/api/v1/namespaces/shop/secrets'), refusedWith(403));
    await assert.rejects(stranger.list(path), refusedWith(403));
    await assert.rejects(nobody.list(path), refusedWith(401));
  });
});

function condition(pod: Pod, type: string): string | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type)?.status;
}

function waiting(pod: KubernetesObject): string | undefined {
  return (pod as Pod).status?.containerStatuses?.[0]?.state.waiting?.reason;
}

function refusedWith(status: number): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.status === status;
}
