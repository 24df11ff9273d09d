import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, node, object, pod } from '../../cluster/testing/index.ts';
import { application, findingsIn, logOf } from '../testing/scene.ts';

/** A cluster in which nothing is wrong, and in which there is one of each that a rule looks at; it has had its troubles. */
const controlledBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'batch/v1', kind, name, uid: name, controller: true }],
});
const well = ['DiskPressure', 'MemoryPressure', 'PIDPressure'].map((type) => ({ type, status: 'False' }));
const ended = (name: string, finishedAt: string) => ({
  name,
  image: '',
  imageID: '',
  ready: false,
  restartCount: 0,
  state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt } },
});
const runs = (name: string) => ({
  name,
  image: '',
  imageID: '',
  ready: true,
  restartCount: 0,
  state: { running: { startedAt: '2026-03-01T10:00:00Z' } },
});

const nodes: readonly ClusterObject[] = [
  node('node-a', { status: { conditions: [{ type: 'Ready', status: 'True' }, ...well] } }),
  node('node-b', {
    spec: { unschedulable: true },
    status: { conditions: [{ type: 'Ready', status: 'True' }, ...well] },
  }),
];

const applications: readonly ClusterObject[] = [
  ...application('cart', {
    container: { env: [{ name: 'PAYMENTS_URL', value: 'http://payments:8080' }] },
    spec: { readinessGates: [{ conditionType: 'example.com/target-health' }] },
    pod: {
      status: {
        startTime: '2026-03-01T10:00:00Z',
        conditions: ['ContainersReady', 'Ready', 'example.com/target-health'].map((type) => ({ type, status: 'True' })),
      },
    },
  }),
  ...application('payments', { replicas: 1 }),
];

const autoscaler = (name: string, conditions: readonly object[]) =>
  object('HorizontalPodAutoscaler', `shop/${name}`, {
    spec: { scaleTargetRef: { kind: 'Deployment', name }, maxReplicas: 5 },
    status: { desiredReplicas: 1, conditions: [...conditions] },
  });

const around: readonly ClusterObject[] = [
  autoscaler('cart', [
    { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: '' },
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message: '' },
    { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange', message: '' },
  ]),
  autoscaler('payments', [
    { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message: 'the replica count is zero' },
  ]),
  object('PodDisruptionBudget', 'shop/cart', {
    spec: { selector: { matchLabels: { app: 'cart' } } },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
  }),
  object('NetworkPolicy', 'shop/cart', {
    spec: {
      podSelector: { matchLabels: { app: 'cart' } },
      policyTypes: ['Egress'],
      egress: [
        { to: [{ podSelector: { matchLabels: { app: 'payments' } } }] },
        { ports: [{ port: 53, protocol: 'UDP' }] },
      ],
    },
  }),
];

const jobs: readonly ClusterObject[] = [
  object('Job', 'shop/migrate', { status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] } }),
  pod('shop/migrate-x', {
    metadata: controlledBy('Job', 'migrate'),
    status: { phase: 'Succeeded', containerStatuses: [ended('migrate', '2026-03-01T10:30:00Z')] },
  }),
  object('Job', 'shop/report', { status: { active: 1 } }),
  pod('shop/report-x', {
    metadata: controlledBy('Job', 'report'),
    status: { containerStatuses: [ended('fetch', '2026-03-01T10:30:00Z'), runs('convert')] },
  }),
  object('CronJob', 'shop/nightly', {
    spec: { schedule: '30 11 * * *' },
    status: { lastScheduleTime: '2026-03-01T11:30:00Z', lastSuccessfulTime: '2026-02-28T11:31:00Z' },
  }),
  object('Job', 'shop/nightly-1', {
    metadata: { creationTimestamp: '2026-03-01T11:59:00Z', ...controlledBy('CronJob', 'nightly') },
    status: { active: 1 },
  }),
];

const past: readonly ClusterObject[] = [
  event('shop/CronJob/nightly', 'TooManyMissedTimes', 'too many missed start times'),
  event('shop/Pod/cart-1', 'FailedScheduling', '0/2 nodes are available: 2 Too many pods.'),
  event(
    'shop/Pod/cart-1',
    'FailedCreatePodSandBox',
    'failed to setup network for sandbox: plugin type="calico" failed',
  ),
  event('shop/ReplicaSet/cart-7d4b9', 'FailedCreate', 'Error creating: failed calling webhook "check": EOF'),
  pod('shop/cart-0', {
    metadata: { labels: { app: 'cart' } },
    status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
  }),
  pod('shop/cart-2', {
    metadata: { deletionTimestamp: '2026-03-01T11:59:00Z', finalizers: ['example.com/clean'] },
    status: { containerStatuses: [ended('server', '2026-03-01T11:59:00Z')] },
  }),
];

const refused = 'configmaps is forbidden: User "system:serviceaccount:shop:cart" cannot list resource "configmaps"';
const talk = [
  refused,
  'lookup payments on 10.96.0.10:53: read udp 10.1.0.5:41->10.96.0.10:53: i/o timeout',
  'warning: TRACE_URL is not set',
  "KeyError: 'ORDER_ID'",
  ...Array.from({ length: 60 }, (_, index) => `GET /cart/${index} 200`),
].join('\n');

describe('A cluster in which nothing is wrong', () => {
  it('gets no finding, whatever it has been through', () => {
    const found = findingsIn([...nodes, ...applications, ...around, ...jobs, ...past], { logs: [logOf('cart', talk)] });
    assert.deepEqual(
      found.map(({ cause, object: { kind, name }, summary }) => `${cause} of ${kind} ${name}: ${summary}`),
      [],
    );
  });
});
