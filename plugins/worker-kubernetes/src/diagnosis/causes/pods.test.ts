import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, object, type PodShape, waitingPod } from '../../cluster/testing/index.ts';
import { application, causesIn, crashing, logOf, pending, rootIn, unready } from '../testing/scene.ts';

describe('Network policies', () => {
  const toPayments = { to: [{ podSelector: { matchLabels: { app: 'payments' } } }], ports: [{ port: 8080 }] };
  const policy = (egress: readonly object[], app = 'cart') =>
    object('NetworkPolicy', 'shop/cart-egress', {
      spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Egress'], egress },
    });
  const failure = 'lookup payments on 10.96.0.10:53: read udp 10.1.0.5:41->10.96.0.10:53: i/o timeout';
  const found = (...more: readonly ClusterObject[]) =>
    rootIn([...application('cart'), ...application('payments'), ...more], {
      logs: [logOf('cart', `${failure}\n`.repeat(20))],
    });
  const blocked = 'network-policy-blocks-dns of NetworkPolicy cart-egress';

  it('that let no question out to the name service are named', () => {
    assert.equal(found(policy([toPayments])), blocked);
    assert.equal(found(policy([])), blocked);
    assert.equal(found(policy([toPayments, { ports: [{ port: 53, protocol: 'TCP' }] }])), blocked);
  });

  it('are not where one of them lets it out, or they are of others', () => {
    for (const open of [
      policy([toPayments, { ports: [{ port: 53, protocol: 'UDP' }] }]),
      policy([{ ports: [{ port: 1, endPort: 1024, protocol: 'UDP' }] }]),
      policy([{ to: [{ namespaceSelector: {} }] }]),
      policy([{}]),
      policy([toPayments], 'web'),
    ])
      assert.notEqual(found(open), blocked);
  });
});

describe('Pods that do not get ready', () => {
  const gated = (startTime: string) =>
    application('cart', {
      spec: { readinessGates: [{ conditionType: 'example.com/target-health' }] },
      pod: {
        status: {
          startTime,
          conditions: [
            { type: 'ContainersReady', status: 'True' },
            { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' },
          ],
        },
      },
    });

  it('for a readiness gate that nobody sets', () => {
    assert.equal(rootIn(gated('2026-03-01T11:00:00Z')), 'readiness-gate-unmet of Deployment cart');
    assert.ok(!causesIn(gated('2026-03-01T11:59:00Z')).includes('readiness-gate-unmet'), 'it has a while');
  });

  const sandbox = (message: string) => [
    ...application('cart', { running: false }),
    waitingPod('shop/cart-1', 'ContainerCreating', '', {
      metadata: {
        labels: { app: 'cart' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart-7d4b9', uid: 'cart-7d4b9', controller: true },
        ],
      },
    }),
    event('shop/Pod/cart-1', 'FailedCreatePodSandBox', message),
  ];

  it('for want of a network', () => {
    for (const [cause, message] of [
      ['pod-addresses-exhausted', 'plugin type="cni" failed (add): failed to assign an IP address to container'],
      [
        'pod-network-not-set-up',
        'failed to setup network for sandbox: plugin type="calico" failed (add): unauthorized',
      ],
      ['pod-sandbox-not-created', 'failed to reserve sandbox name'],
    ] as const)
      assert.equal(rootIn(sandbox(message)), `${cause} of Deployment cart`);
  });

  it('for a program that is not there, of another architecture, or run as root', () => {
    const terminated = {
      exitCode: 128,
      reason: 'StartError',
      message: 'exec: "/x": stat /x: no such file or directory',
    };
    const ended: PodShape = {
      containerStatus: {
        name: 'server',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated },
      },
    };
    assert.equal(rootIn(application('cart', { pod: ended })), 'container-command-not-found of Deployment cart');
    assert.equal(
      rootIn(application('cart', { pod: crashing }), {
        logs: [logOf('cart', 'exec /app/server: exec format error\n')],
      }),
      'image-architecture-mismatch of Deployment cart',
    );
    const waits = (reason: string, message: string) =>
      application('cart', {
        pod: {
          containerStatus: {
            name: 'server',
            image: '',
            imageID: '',
            restartCount: 0,
            ready: false,
            state: { waiting: { reason, message } },
          },
        },
      });
    assert.deepEqual(
      [
        rootIn(waits('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root')),
        rootIn(waits('RunContainerError', 'exec: "serve": executable file not found in $PATH: unknown')),
        rootIn(waits('ErrImagePull', 'registry.example/cart:1: no match for platform in manifest: not found')),
      ],
      [
        'image-runs-as-root of Deployment cart',
        'container-command-not-found of Deployment cart',
        'image-architecture-mismatch of Deployment cart',
      ],
    );
  });

  const refused =
    'configmaps is forbidden: User "system:serviceaccount:shop:robot" cannot list resource "configmaps" in API group ""\n';

  it('for a right that their service account has not', () => {
    const logs = [logOf('cart', `${refused}cannot start\n`)];
    assert.equal(
      rootIn(application('cart', { pod: crashing }), { logs }),
      'service-account-forbidden of Deployment cart',
    );
    assert.equal(
      rootIn(application('cart', { pod: unready }), { logs }),
      'service-account-forbidden of Deployment cart',
    );
    assert.deepEqual(causesIn(application('cart'), { logs: [logOf('cart', `${refused}${'fine\n'.repeat(40)}`)] }), []);
  });

  it('for what the scheduler says of all nodes', () => {
    for (const [cause, message] of [
      ['volume-node-mismatch', '0/2 nodes are available: 2 node(s) had volume node affinity conflict.'],
      [
        'topology-spread-unsatisfiable',
        "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
      ],
      ['host-port-conflict', "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports."],
      ['node-pod-limit-reached', '0/2 nodes are available: 2 Too many pods.'],
      ['pod-affinity-unsatisfiable', "0/2 nodes are available: 2 node(s) didn't match pod affinity rules."],
      ['pod-unschedulable', '0/2 nodes are available: 2 node(s) exceed max volume count.'],
    ] as const)
      assert.equal(rootIn(application('cart', { pod: pending(message) })), `${cause} of Deployment cart`);
  });
});

describe('Admission', () => {
  const refusedBy = (message: string) =>
    rootIn([
      ...application('cart', { running: false }),
      event('shop/ReplicaSet/cart-7d4b9', 'FailedCreate', `Error creating: ${message}`),
    ]);
  const calling = (why: string) =>
    `Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hook.policy.svc:443/validate": ${why}`;

  it('names the webhook that cannot be asked, whatever is wrong with it', () => {
    for (const why of [
      'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
      'x509: certificate signed by unknown authority',
      'no endpoints available for service "hook"',
      'context deadline exceeded',
      'unexpected status',
    ])
      assert.equal(refusedBy(calling(why)), 'admission-webhook-unavailable of Deployment cart');
  });

  it('tells a refusal from a webhook that cannot be asked', () => {
    assert.equal(
      refusedBy('admission webhook "check.example.com" denied the request: no latest tags'),
      'admission-webhook-denied of Deployment cart',
    );
  });

  it('names Pod Security and limit ranges', () => {
    assert.equal(
      refusedBy('pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true'),
      'pod-security-violation of Deployment cart',
    );
    assert.equal(
      refusedBy('pods "x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi'),
      'limit-range-exceeded of Deployment cart',
    );
    assert.equal(refusedBy('pods "x" is forbidden: something else'), 'pod-creation-rejected of Deployment cart');
  });
});
