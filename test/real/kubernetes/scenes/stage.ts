import type { RealCluster } from '../cluster.ts';
import { eventually } from '../eventually.ts';
import { NODES } from '../kubelet/stub-kubelet.ts';
import type { Scene } from './scenario.ts';

/** Sets a scene up and waits until it shows. Nodes are as they were when the result is disposed of. */
export async function stage(cluster: RealCluster, scene: Scene): Promise<AsyncDisposable> {
  const { api } = cluster;
  const { name, namespace, objects, nodes = {} } = scene;
  const patchNodes = async (spec: Readonly<Record<string, unknown>>) => {
    for (const node of NODES)
      await api.call('PATCH', `/api/v1/nodes/${node}`, { spec }, 'application/merge-patch+json');
  };
  await using staged = new AsyncDisposableStack();
  staged.defer(() => patchNodes(Object.fromEntries(Object.keys(nodes).map((field) => [field, null]))));
  await patchNodes(nodes);
  await cluster.createNamespace(namespace);
  for (const object of objects) {
    await api.apply([object]);
    if (object.kind === 'ResourceQuota')
      await eventually(`the use of the quota in ${namespace}`, () => isCounted(cluster, namespace));
  }
  await eventually(name, async () => (await scene.shows(api)) || undefined);
  return staged.move();
}

/** A new quota holds only from the moment that the controller has counted what there is. */
async function isCounted({ api }: RealCluster, namespace: string): Promise<true | undefined> {
  const quotas = await api.list(`/api/v1/namespaces/${namespace}/resourcequotas`);
  return quotas.every(({ status }) => (status as { used?: unknown } | undefined)?.used !== undefined) || undefined;
}
