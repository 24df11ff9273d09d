import type { ClusterObject, ObjectsByKind } from '../../cluster/kinds.ts';
import {
  deployment,
  object,
  pod,
  type PodShape,
  service,
  snapshotOf,
  type SnapshotExtras,
} from '../../cluster/testing/index.ts';
import { diagnose, type DiagnosedFinding } from '../diagnose.ts';
import { loadDiagnoseRules } from '../rules.ts';

const rules = await loadDiagnoseRules(AbortSignal.timeout(10_000));

/** What a cluster of just these objects is found to suffer from, the likeliest first. */
export function findingsIn(
  objects: readonly ClusterObject[],
  extras: SnapshotExtras = {},
): readonly DiagnosedFinding[] {
  return diagnose(snapshotOf(objects, extras), rules).findings;
}

/** `service-selector-mismatch of Service cart`: the likeliest cause, or `nothing`. */
export function rootIn(objects: readonly ClusterObject[], extras: SnapshotExtras = {}): string {
  const [first] = findingsIn(objects, extras);
  return first === undefined ? 'nothing' : `${first.cause} of ${first.object.kind} ${first.object.name}`;
}

/** All causes that are found, the likeliest first. */
export function causesIn(objects: readonly ClusterObject[], extras: SnapshotExtras = {}): readonly string[] {
  return findingsIn(objects, extras).map(({ cause }) => cause);
}

type PodSpec = NonNullable<ObjectsByKind['Pod']['spec']>;
type Container = NonNullable<PodSpec['containers']>[number];

export interface ApplicationShape {
  readonly container?: Container;
  /** Beside the container `server`. */
  readonly sidecars?: readonly Container[];
  /** Of the pod template and of the pod alike. */
  readonly spec?: Partial<PodSpec>;
  readonly pod?: PodShape;
  /** False: there is no pod at all. */
  readonly running?: boolean;
  readonly replicas?: number;
  readonly ports?: NonNullable<NonNullable<ObjectsByKind['Service']['spec']>['ports']>;
  /** False: there is no service. */
  readonly served?: boolean;
}

/** A Deployment in `shop` with its ReplicaSet, one pod `NAME-1` and a service: a Java program on port 8080 unless told. */
export function application(name: string, shape: ApplicationShape = {}): ClusterObject[] {
  const { sidecars = [], running = true, replicas = 1, served = true } = shape;
  const container: Container = {
    name: 'server',
    image: `registry.example/shop/${name}:1.4`,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    ...shape.container,
  };
  const spec = { ...shape.spec, containers: [container, ...sidecars] };
  const creator = `${name}-7d4b9`;
  const owned = {
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: creator, uid: creator, controller: true }],
  };
  const { container: _, ...podShape } = shape.pod ?? {};
  return [
    deployment(`shop/${name}`, {
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec },
      },
      status: {
        readyReplicas:
          running && podShape.containerStatus?.ready !== false && podShape.status?.phase !== 'Pending' ? replicas : 0,
      },
    }),
    object('ReplicaSet', `shop/${creator}`, {
      metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: name, controller: true }] },
    }),
    ...(running
      ? [
          pod(`shop/${name}-1`, {
            ...podShape,
            container,
            metadata: { labels: { app: name }, ...owned },
            spec: { nodeName: 'node-a', restartPolicy: 'Always', ...spec, ...podShape.spec },
          }),
        ]
      : []),
    ...(served
      ? [
          service(`shop/${name}`, {
            spec: {
              type: 'ClusterIP',
              clusterIP: '10.96.0.7',
              selector: { app: name },
              ports: shape.ports ?? [{ port: 8080, targetPort: 8080, protocol: 'TCP' }],
            },
          }),
        ]
      : []),
  ];
}

/** The container restarted over and over and is not ready. */
export const crashing: PodShape = {
  containerStatus: {
    name: 'server',
    image: '',
    imageID: '',
    ready: false,
    restartCount: 4,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: {
      terminated: {
        exitCode: 1,
        reason: 'Error',
        startedAt: '2026-03-01T11:58:00Z',
        finishedAt: '2026-03-01T11:58:20Z',
      },
    },
  },
};

/** It runs, and its readiness probe does not pass. */
export const unready: PodShape = {
  containerStatus: {
    name: 'server',
    image: '',
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { running: { startedAt: '2026-03-01T11:50:00Z' } },
  },
};

/** No node was found for it. */
export function pending(message: string): PodShape {
  return {
    // A pod that has no node has no such field; the fixture's own is taken away.
    spec: { nodeName: undefined },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      containerStatuses: [],
    },
  };
}

export function logOf(name: string, text: string, container = 'server') {
  return { namespace: 'shop', pod: `${name}-1`, container, previous: false, text, truncated: false };
}
