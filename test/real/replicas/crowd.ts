import { type ControlPlane, createControlPlane } from '@hexaops/example-control-plane';

/** One person with a deployment that is theirs alone. Names begin with the workspace's, so that what is another's shows. */
export interface Person {
  readonly id: string;
  readonly workspace: string;
  readonly deployment: string;
}

export interface Crowd {
  readonly controlPlane: ControlPlane;
  readonly people: readonly Person[];
  /** Of each workspace. */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
}

/** So many people in so many workspaces, `t1`, `t2`, ...: a namespace each. */
export async function gather(workspaceCount: number, peopleInEach: number): Promise<Crowd> {
  const workspaces = Array.from({ length: workspaceCount }, (_, index) => `t${index + 1}`);
  const people = workspaces.flatMap((workspace) =>
    Array.from({ length: peopleInEach }, (_, index) => ({
      id: `${workspace}-person-${index + 1}`,
      workspace,
      deployment: `${workspace}-app-${index + 1}`,
    })),
  );
  const controlPlane = await createControlPlane({
    cluster: {
      kind: 'recorded',
      objects: [...workspaces.map(namespaceOf), ...people.map(deploymentOf)],
    },
    workspaces: workspaces.map((id) => ({
      id,
      name: id,
      organization: 'acme',
      environment: 'production',
      namespaces: [id],
    })),
    users: people.map(({ id, workspace }) => ({
      id,
      name: id,
      organizations: ['acme'],
      memberships: [{ workspace, role: 'workspace-admin' as const }],
    })),
  });
  return { controlPlane, people, namespaces: Object.fromEntries(workspaces.map((id) => [id, [id]])) };
}

const metadata = { creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: '1' };

function namespaceOf(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { ...metadata, name, uid: `namespace-${name}` },
    status: { phase: 'Active' },
  };
}

function deploymentOf({ workspace, deployment: name }: Person) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, name, namespace: workspace, uid: `deployment-${name}`, labels, generation: 1 },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example/app:1' }] } },
    },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  };
}
