import type { RealCluster } from '../cluster.ts';
import { eventually } from '../eventually.ts';
import { deployment, service } from './objects.ts';
import { hasEvents, isAvailable } from './scenario.ts';

/**
 * Two namespaces of two tenants. `shop`: two healthy pods of `cart` behind a service, one of `broken` in a crash loop with
 * both of its logs, and the secret `password` whose value is `hunter2`. `lab`: one healthy pod of `probe`.
 */
export async function stageWorkspaces(cluster: RealCluster): Promise<void> {
  const { api } = cluster;
  await cluster.createNamespace('shop');
  await cluster.createNamespace('lab');
  const annotations = {
    'stub/state': 'CrashLoopBackOff',
    'stub/log': 'starting\n',
    'stub/previous-log': 'panic: no database\n',
  };
  const metadata = { name: 'password', namespace: 'shop' };
  await api.apply([
    deployment('shop', 'cart', { replicas: 2 }),
    service('shop', 'cart'),
    deployment('shop', 'broken', { annotations }),
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { value: 'hunter2' } },
    deployment('lab', 'probe', {}),
  ]);
  const shown = [isAvailable('shop', 'cart'), isAvailable('lab', 'probe'), hasEvents('shop', 'BackOff')];
  await eventually(
    'what is in shop and lab',
    async () => (await Promise.all(shown.map((shows) => shows(api)))).every(Boolean) || undefined,
  );
}
