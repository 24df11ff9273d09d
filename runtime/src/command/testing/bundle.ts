/** The lists of a support bundle in which the Service `orders` of the namespace `shop` selects no pod. */
export function brokenShop(orders = 'orders'): Readonly<Record<string, unknown>> {
  const labels = { app: orders };
  const container = { name: 'server', image: 'registry.example/orders:1', ports: [{ containerPort: 8080 }] };
  return {
    'cluster-resources/namespaces.json': list('NamespaceList', 'v1', [{ metadata: { name: 'shop' } }]),
    'cluster-resources/services/shop.json': list('ServiceList', 'v1', [
      { metadata: named(orders), spec: { selector: { app: 'order' }, ports: [{ port: 8080, targetPort: 8080 }] } },
    ]),
    'cluster-resources/deployments/shop.json': list('DeploymentList', 'apps/v1', [
      {
        metadata: named(orders),
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
        status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
      },
    ]),
    'cluster-resources/pods/shop.json': list('PodList', 'v1', [
      {
        metadata: { ...named(`${orders}-7d5b9c66f4-4nb8t`), labels },
        spec: { nodeName: 'worker-1', containers: [container] },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [
            { name: 'server', image: container.image, ready: true, restartCount: 0, state: { running: {} } },
          ],
        },
      },
    ]),
  };
}

function list(kind: string, apiVersion: string, items: readonly object[]): object {
  return { kind, apiVersion, items: items.map((item) => ({ apiVersion, kind: kind.replace(/List$/, ''), ...item })) };
}

function named(name: string): object {
  return { name, namespace: 'shop', creationTimestamp: '2026-03-01T10:00:00Z' };
}
