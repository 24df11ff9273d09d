import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, node, object, pod } from '../../cluster/testing/index.ts';
import { application, causesIn, findingsIn, rootIn } from '../testing/scene.ts';

describe('Nodes that run short of something', () => {
  const pressed = (type: string) =>
    node('node-a', {
      status: {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type, status: 'True', message: 'kubelet has it' },
        ],
      },
    });
  const evicted = pod('shop/cart-2', {
    status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: ephemeral-storage.' },
  });

  it('are named, with what they run short of', () => {
    assert.equal(rootIn([pressed('DiskPressure'), evicted]), 'node-disk-pressure of Node node-a');
    assert.equal(rootIn([pressed('MemoryPressure')]), 'node-memory-pressure of Node node-a');
    assert.equal(rootIn([pressed('PIDPressure')]), 'node-process-pressure of Node node-a');
  });

  it('are not where nothing is short any more', () => {
    assert.equal(rootIn([node('node-a'), evicted]), 'nothing');
  });
});

describe('Autoscalers', () => {
  const autoscaler = (type: string, reason: string, message: string) =>
    object('HorizontalPodAutoscaler', 'shop/cart', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' }, maxReplicas: 5 },
      status: { desiredReplicas: 1, conditions: [{ type, status: 'False', reason, message }] },
    });

  it('say for want of what they do not scale', () => {
    for (const [cause, type, reason, message] of [
      [
        'autoscaler-without-metrics',
        'ScalingActive',
        'FailedGetResourceMetric',
        'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
      ],
      [
        'autoscaler-request-missing',
        'ScalingActive',
        'FailedGetResourceMetric',
        'failed to get cpu utilization: missing request for cpu in container server of Pod cart-1',
      ],
      ['autoscaler-target-missing', 'AbleToScale', 'FailedGetScale', 'deployments.apps "cart" not found'],
      [
        'autoscaler-inactive',
        'AbleToScale',
        'FailedUpdateScale',
        'the HPA controller was unable to update the target scale',
      ],
      ['autoscaler-inactive', 'ScalingActive', 'AmbiguousSelector', 'pods are controlled by multiple HPAs'],
    ] as const) {
      assert.equal(
        rootIn([...application('cart'), autoscaler(type, reason, message)]),
        `${cause} of HorizontalPodAutoscaler cart`,
      );
    }
  });

  it('are well where they rest', () => {
    const [disabled, resting] = [
      autoscaler('ScalingActive', 'ScalingDisabled', 'scaling is disabled since the replica count is zero'),
      autoscaler('AbleToScale', 'BackoffBoth', 'the time since the previous scale is still within the window'),
    ];
    for (const one of [disabled, resting]) assert.deepEqual(causesIn([...application('cart'), one]), []);
  });
});

describe('Jobs', () => {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate', uid: 'migrate', controller: true };
  const failed = (reason: string, metadata: object = {}) =>
    object('Job', 'shop/migrate', {
      metadata,
      status: { conditions: [{ type: 'Failed', status: 'True', reason, message: 'it has failed' }] },
    });

  it('that have given up are named, with why', () => {
    assert.equal(rootIn([failed('BackoffLimitExceeded')]), 'job-failed of Job migrate');
    assert.equal(rootIn([failed('DeadlineExceeded')]), 'job-deadline-exceeded of Job migrate');
  });

  it('of a cron job are of no concern once one has gone well', () => {
    const cronJob = (lastSuccessfulTime: string) =>
      object('CronJob', 'shop/nightly', { status: { lastSuccessfulTime } });
    const owned = failed('BackoffLimitExceeded', {
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'nightly', controller: true }],
    });
    assert.deepEqual(causesIn([owned, cronJob('2026-03-01T11:00:00Z')]), []);
    assert.equal(rootIn([owned, cronJob('2026-03-01T09:00:00Z')]), 'job-failed of Job migrate');
  });

  const sidecar = (finishedAt: string, exitCode = 0, name = 'proxy'): ClusterObject[] => [
    object('Job', 'shop/migrate', { status: { active: 1 } }),
    pod('shop/migrate-x', {
      metadata: { ownerReferences: [owner] },
      status: {
        containerStatuses: [
          {
            name: 'migrate',
            image: '',
            imageID: '',
            ready: false,
            restartCount: 0,
            state: { terminated: { exitCode, finishedAt } },
          },
          { name, image: '', imageID: '', ready: true, restartCount: 0, state: { running: {} } },
        ],
      },
    }),
  ];

  it('that a sidecar keeps from completing are named', () => {
    assert.equal(rootIn(sidecar('2026-03-01T10:30:00Z')), 'job-kept-by-sidecar of Job migrate');
  });

  it('are given a while, and blame no sidecar for a failure of their own', () => {
    assert.ok(!causesIn(sidecar('2026-03-01T11:59:00Z')).includes('job-kept-by-sidecar'));
    assert.ok(!causesIn(sidecar('2026-03-01T10:30:00Z', 1)).includes('job-kept-by-sidecar'));
  });

  it('of two programs, of which one ends before the other, are well', () => {
    assert.deepEqual(causesIn(sidecar('2026-03-01T10:30:00Z', 0, 'convert')), []);
  });

  it('without a log say nothing of its end', () => {
    const [found] = findingsIn([failed('BackoffLimitExceeded')]);
    assert.equal(found?.summary, 'The job migrate has given up (BackoffLimitExceeded).');
  });

  const cronJob = (spec: object, status: object = {}) => object('CronJob', 'shop/nightly', { spec, status });
  const missed = event('shop/CronJob/nightly', 'MissSchedule', 'Missed scheduled time to start a job');

  it('that are not started are told by their cron job', () => {
    assert.equal(
      rootIn([cronJob({ startingDeadlineSeconds: 5 }), missed]),
      'cron-job-deadline-too-short of CronJob nightly',
    );
    assert.equal(rootIn([cronJob({ startingDeadlineSeconds: 60 }), missed]), 'cron-job-not-started of CronJob nightly');
    assert.equal(
      rootIn([cronJob({}), event('shop/CronJob/nightly', 'FailedNeedsStart', 'too many missed start time (> 100)')]),
      'cron-job-not-started of CronJob nightly',
    );
  });

  it('that were started late, after many missed starts, are well: lastScheduleTime is when they should have been', () => {
    const warned = event('shop/CronJob/nightly', 'TooManyMissedTimes', 'too many missed start times');
    const late = cronJob({}, { lastScheduleTime: '2026-03-01T11:30:00Z' });
    const job = (creationTimestamp: string, owner = 'nightly') =>
      object('Job', `shop/${owner}-1`, {
        metadata: {
          creationTimestamp,
          ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: owner, uid: owner, controller: true }],
        },
      });
    assert.deepEqual(causesIn([late, warned, job('2026-03-01T11:59:00Z')]), []);
    for (const others of [[], [job('2026-03-01T11:30:00Z')], [job('2026-03-01T11:59:00Z', 'hourly')]])
      assert.equal(rootIn([late, warned, ...others]), 'cron-job-not-started of CronJob nightly');
    const [found] = findingsIn([late, warned]);
    assert.ok(found !== undefined && found.confidence < 0.7, 'it may be started any moment');
  });

  it('that were started since, or are suspended, are well', () => {
    assert.deepEqual(causesIn([cronJob({}, { lastScheduleTime: '2026-03-01T11:59:30Z' }), missed]), []);
    assert.deepEqual(causesIn([cronJob({ suspend: true }), missed]), []);
  });
});

describe('Pods that were deleted', () => {
  const deleted = (deletionTimestamp: string, finalizers: string[], state: object = { terminated: { exitCode: 0 } }) =>
    pod('shop/cart-2', {
      metadata: { deletionTimestamp, finalizers },
      containerStatus: { name: 'server', image: '', imageID: '', ready: false, restartCount: 0, state },
    });

  it('and are kept by a finalizer are named', () => {
    assert.equal(
      rootIn([deleted('2026-03-01T11:30:00Z', ['example.com/clean'])]),
      'pod-kept-by-finalizer of Pod cart-2',
    );
  });

  it('are given a while, and may still run or need none to go', () => {
    for (const one of [
      deleted('2026-03-01T11:59:00Z', ['example.com/clean']),
      deleted('2026-03-01T11:30:00Z', ['example.com/clean'], { running: {} }),
      deleted('2026-03-01T11:30:00Z', []),
    ])
      assert.deepEqual(causesIn([one]), []);
  });
});

describe('Drains', () => {
  const budget = (status: object) =>
    object('PodDisruptionBudget', 'shop/cart', { spec: { selector: { matchLabels: { app: 'cart' } } }, status });
  const strict = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
  const cordoned = node('node-a', { spec: { unschedulable: true } });

  it('are blocked by a budget that never allows an eviction', () => {
    assert.equal(
      rootIn([cordoned, ...application('cart'), budget(strict)]),
      'disruption-budget-blocks-drain of PodDisruptionBudget cart',
    );
  });

  it('are not by pods that a drain leaves where they are', () => {
    const owned = {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cart', uid: 'cart', controller: true }],
    };
    const agent = pod('shop/cart-x', { metadata: { labels: { app: 'cart' }, ...owned }, spec: { nodeName: 'node-a' } });
    assert.deepEqual(causesIn([cordoned, agent, budget(strict)]), []);
  });

  it('are not where nobody drains, or one pod may be away', () => {
    for (const objects of [
      [node('node-a'), budget(strict)],
      [cordoned, budget({ ...strict, disruptionsAllowed: 1 })],
    ])
      assert.ok(!causesIn([...objects, ...application('cart')]).includes('disruption-budget-blocks-drain'));
  });
});
