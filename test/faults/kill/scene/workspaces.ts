import { type ControlPlane, createControlPlane } from '@hexaops/example-control-plane';

/** The deployment that is in each workspace, and how many replicas it has at first. */
export const deployment = 'storefront';
const replicasAtFirst = 2;

export const person = 'alice';

/** A control plane with so many workspaces, `w1`, `w2`, ...: each has a namespace of its name, and the same admin. */
export async function controlPlaneOf(count: number): Promise<ControlPlane> {
  const names = Array.from({ length: count }, (_, index) => `w${index + 1}`);
  return createControlPlane({
    cluster: { kind: 'recorded', objects: names.flatMap(objectsOf) },
    workspaces: names.map((id) => ({
      id,
      name: id,
      organization: 'acme',
      environment: 'production',
      namespaces: [id],
    })),
    users: [
      {
        id: person,
        name: 'Alice',
        organizations: ['acme'],
        memberships: names.map((workspace) => ({ workspace, role: 'workspace-admin' as const })),
      },
    ],
  });
}

const createdAt = '2026-01-01T00:00:00Z';

function objectsOf(namespace: string) {
  const labels = { app: deployment };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example/storefront:1' }] } };
  const metadata = { creationTimestamp: createdAt, resourceVersion: '1' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata, name: namespace, uid: `namespace-${namespace}` },
      status: { phase: 'Active' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, name: deployment, namespace, uid: `deployment-${namespace}`, labels, generation: 1 },
      spec: { replicas: replicasAtFirst, selector: { matchLabels: labels }, template },
      status: { replicas: replicasAtFirst, readyReplicas: replicasAtFirst, availableReplicas: replicasAtFirst },
    },
  ];
}
