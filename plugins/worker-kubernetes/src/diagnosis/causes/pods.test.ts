import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, object, type PodShape, waitingPod } from '../../cluster/testing/index.ts';
import { application, causesIn, crashing, findingsIn, logOf, pending, rootIn, unready } from '../testing/scene.ts';

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
      // Policies see the port of the pod: so CoreDNS listens on OpenShift.
      policy([{ ports: [{ port: 5353, protocol: 'UDP' }] }]),
      policy([{ to: [{ namespaceSelector: {} }] }]),
      policy([{}]),
      policy([toPayments], 'web'),
    ])
      assert.notEqual(found(open), blocked);
  });

  it('are named by a program that does not say which name it cannot resolve, too', () => {
    const logs = [logOf('cart', 'ready\nsocket.gaierror: [Errno -3] Temporary failure in name resolution\n')];
    const causes = (...more: readonly ClusterObject[]) =>
      causesIn([...application('cart'), ...application('payments'), ...more], { logs });
    assert.deepEqual(causes(policy([toPayments])), ['network-policy-blocks-dns', 'service-dns-resolution-failure']);
    assert.deepEqual(causes(), ['service-dns-resolution-failure']);
  });

  it('explain what their workload cannot resolve, and are told once for each', () => {
    const extras = { logs: [logOf('cart', `${failure}\n`.repeat(20))] };
    const findings = findingsIn([...application('cart'), ...application('payments'), policy([])], extras);
    assert.deepEqual(
      findings.map(({ cause, symptomOf }) => [cause, symptomOf?.kind]),
      [
        ['network-policy-blocks-dns', undefined],
        ['service-dns-resolution-failure', 'NetworkPolicy'],
      ],
    );
  });

  it('of two workloads with one name are looked at apart', () => {
    const elsewhere = (objects: readonly ClusterObject[]): readonly ClusterObject[] =>
      objects.map((each): ClusterObject => ({ ...each, metadata: { ...each.metadata, namespace: 'blog' } }));
    const mine = [...application('cart'), ...application('payments'), policy([])];
    const text = `${failure}\n`.repeat(20);
    const logs = [logOf('cart', text), { ...logOf('cart', text), namespace: 'blog' }];
    const found = findingsIn([...mine, ...elsewhere(mine)], { logs });
    const blocks = found.filter(({ cause }) => cause === 'network-policy-blocks-dns');
    assert.deepEqual(new Set(blocks.map(({ object }) => object.namespace)), new Set(['blog', 'shop']));
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
      [
        'pod-addresses-exhausted',
        'plugin type="azure-vnet" failed (add): Failed to allocate address: No available addresses',
      ],
      [
        'pod-addresses-exhausted',
        'plugin type="calico" failed (add): failed to request IPv4 addresses: no IPs available in pools',
      ],
      [
        'pod-network-not-set-up',
        'failed to setup network for sandbox: plugin type="cilium-cni" failed (add): dial unix /var/run/cilium/cilium.sock: connect: no such file or directory',
      ],
      [
        'pod-sandbox-not-created',
        'failed to get sandbox image "registry.example/pause:3.9": dial tcp 192.0.2.1:443: connect: network is unreachable',
      ],
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

  describe('for want of an environment variable', () => {
    const found = (words: string, env: readonly { name: string; value?: string }[] = []) =>
      rootIn(application('cart', { pod: crashing, container: { env: [...env] } }), {
        logs: [logOf('cart', `${words}\n`)],
      });
    const missing = 'missing-environment-variable of Deployment cart';

    for (const words of [
      'panic: required environment variable DATABASE_URL is not set',
      'Error: Missing env var: `PORT`',
      'env: required environment variable "API_KEY" is not set',
      'required key DB_HOST missing value',
      'config: DATABASE_URL must be set',
      'ValueError: SECRET_KEY is required',
      'You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.',
      '/entrypoint.sh: line 3: REDIS_URL: unbound variable',
      '/run.sh: 2: REDIS_URL: parameter not set',
      'Could not resolve placeholder \'DATABASE_URL\' in value "${DATABASE_URL}"',
      'File "<frozen os>", line 685, in __getitem__\nKeyError: \'DATABASE_URL\'',
    ])
      it(`in the words ${JSON.stringify(words)}`, () => {
        assert.equal(found(words), missing);
        assert.equal(
          found(words.replace(/\b(?:[A-Z]+_[A-Z]+|PORT)\b/g, 'it')),
          'container-crashing of Deployment cart',
        );
      });

    it('which its definition does not give', () => {
      const words = 'DATABASE_URL must be set';
      assert.equal(
        found(words, [
          { name: 'DATABASE_URL', value: '' },
          { name: 'OTHER', value: 'x' },
        ]),
        missing,
      );
      assert.notEqual(found(words, [{ name: 'DATABASE_URL', value: 'postgres://db' }]), missing);
    });

    it('is not told where the program goes on without it', () => {
      for (const words of [
        'WARN OTEL_ENDPOINT is not set',
        'CACHE_URL is not set, using the default',
        'LOG_LEVEL not set (optional)',
      ])
        assert.equal(found(`${words}\ndatabase: connection reset`), 'container-crashing of Deployment cart');
    });

    it('is not told of other words in capitals, of keys of anything, and of what runs', () => {
      for (const words of [
        "KeyError: 'ORDER_ID'",
        'ERR_MODULE_NOT_FOUND: file not found',
        'status BAD_REQUEST from payments',
      ])
        assert.equal(found(words), 'container-crashing of Deployment cart');
      assert.deepEqual(causesIn(application('cart'), { logs: [logOf('cart', 'TRACE_URL is not set\n')] }), []);
    });
  });

  it('for a script without an interpreter', () => {
    assert.equal(
      rootIn(application('cart', { pod: crashing }), {
        logs: [logOf('cart', 'exec /entrypoint.sh: exec format error\n')],
      }),
      'container-command-not-found of Deployment cart',
    );
  });

  it('for a directory or a hook that is not there are not told that their program is not', () => {
    const message = 'error mounting "/var/lib/x" to rootfs at "/data": stat /var/lib/x: no such file or directory';
    const ended: PodShape = {
      containerStatus: {
        ...crashing.containerStatus,
        lastState: { terminated: { exitCode: 128, reason: 'StartError', message } },
      },
    };
    assert.equal(rootIn(application('cart', { pod: ended })), 'container-crashing of Deployment cart');
    const hook: PodShape = {
      containerStatus: {
        ...crashing.containerStatus,
        state: {
          waiting: { reason: 'PostStartHookError', message: 'exec: "/warm": stat /warm: no such file or directory' },
        },
      },
    };
    assert.equal(rootIn(application('cart', { pod: hook })), 'container-not-created of Deployment cart');
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
    const quoted = { logs: [logOf('cart', `"Unhandled" err=${JSON.stringify(refused)}\n`)] };
    assert.equal(
      rootIn(application('cart', { pod: unready }), quoted),
      'service-account-forbidden of Deployment cart',
      'as klog writes it',
    );
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
