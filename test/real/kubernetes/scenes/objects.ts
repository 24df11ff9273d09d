import type { KubernetesObject } from '../api.ts';

export interface DeploymentOptions {
  readonly replicas?: number;
  /** Of the pod template: what the stub kubelet is asked for. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
  /** Further fields of the container, and of the pod's spec. */
  readonly container?: Readonly<Record<string, unknown>>;
  readonly pod?: Readonly<Record<string, unknown>>;
}

/** A deployment of one container whose pods carry the label `app`. */
export function deployment(namespace: string, app: string, options: DeploymentOptions): KubernetesObject {
  const {
    replicas = 1,
    annotations = {},
    requests = { cpu: '50m', memory: '32Mi' },
    pod = {},
    container = {},
  } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace, labels: { app } },
    spec: {
      replicas,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app }, annotations },
        spec: {
          containers: [
            {
              name: app,
              image: `registry.example/${app}:1.4.2`,
              ports: [{ containerPort: 8080 }],
              resources: { requests },
              ...container,
            },
          ],
          ...pod,
        },
      },
    },
  };
}

/** A service on port 80 for the pods with the label `app`. */
export function service(namespace: string, name: string, app = name): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  };
}

export function quota(namespace: string, hard: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'limits', namespace }, spec: { hard } };
}

/** Without a storage class it wants the default one, where there is one. */
export function claim(namespace: string, name: string, storageClassName?: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: {
      ...(storageClassName !== undefined && { storageClassName }),
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

export function volume(name: string, storageClassName: string, storage: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      storageClassName,
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: `/data/${name}` },
    },
  };
}
