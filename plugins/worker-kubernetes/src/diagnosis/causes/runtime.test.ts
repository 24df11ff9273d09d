import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, type PodShape } from '../../cluster/testing/index.ts';
import { application, type ApplicationShape, causesIn, crashing, logOf, rootIn, unready } from '../testing/scene.ts';

type Probes = Pick<NonNullable<ApplicationShape['container']>, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

function probed(probes: Probes, pod: PodShape, ...messages: readonly string[]): ClusterObject[] {
  const container = {
    name: 'server',
    image: 'registry.example/cart:1',
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    ...probes,
  };
  return [
    ...application('cart', { container, pod }),
    ...messages.map((message) =>
      event('shop/Pod/cart-1', 'Unhealthy', message, {
        involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart-1', fieldPath: 'spec.containers{server}' },
        count: 9,
      }),
    ),
  ];
}

const restarted: PodShape = {
  containerStatus: {
    name: 'server',
    image: '',
    imageID: '',
    ready: false,
    restartCount: 5,
    state: { running: { startedAt: '2026-03-01T11:59:40Z' } },
    lastState: {
      terminated: {
        exitCode: 137,
        reason: 'Error',
        startedAt: '2026-03-01T11:58:00Z',
        finishedAt: '2026-03-01T11:59:30Z',
      },
    },
  },
};

describe('Probes', () => {
  const right = { grpc: { port: 8080 } };

  it('that ask a wrong port', () => {
    const wrong = { grpc: { port: 8081 } };
    const message =
      'probe failed: timeout: failed to connect service "10.1.0.1:8081" within 1s: context deadline exceeded';
    assert.equal(
      rootIn(probed({ livenessProbe: wrong, readinessProbe: right }, restarted, `Liveness ${message}`)),
      'liveness-probe-incorrect-port of Deployment cart',
    );
    assert.equal(
      rootIn(probed({ livenessProbe: right, readinessProbe: wrong }, unready, `Readiness ${message}`)),
      'readiness-probe-incorrect-port of Deployment cart',
    );
  });

  it('that ask a wrong port show it after their events are gone', () => {
    assert.equal(
      rootIn(probed({ readinessProbe: { httpGet: { port: 9999, path: '/' } } }, unready)),
      'readiness-probe-incorrect-port of Deployment cart',
    );
  });

  it('that ask a port by a name that the container does not have', () => {
    assert.equal(
      rootIn(probed({ readinessProbe: { tcpSocket: { port: 'web' } } }, unready)),
      'readiness-probe-incorrect-port of Deployment cart',
    );
  });

  const commands: readonly (readonly [string, string])[] = [
    ['redis-cli -p 6380 ping', 'Could not connect to Redis at 127.0.0.1:6380: Connection refused'],
    ['pg_isready -p 5433', '/var/run/postgresql:5433 - no response'],
    [
      'curl -sf http://localhost:8028/healthz',
      "curl: (7) Failed to connect to localhost port 8028 after 0 ms: Couldn't connect to server",
    ],
    ['grpc_health_probe -addr=:9049', 'timeout: failed to connect service ":9049" within 1s'],
  ];
  for (const [command, message] of commands) {
    it(`that ask a wrong port by a command say "${message}"`, () => {
      const exec = { exec: { command: ['sh', '-c', command] } };
      for (const [kind, pod] of [
        ['liveness', restarted],
        ['readiness', unready],
      ] as const) {
        const probe = kind === 'liveness' ? 'Liveness' : 'Readiness';
        assert.equal(
          rootIn(probed({ [`${kind}Probe`]: exec }, pod, `${probe} probe failed: ${message}`)),
          `${kind}-probe-incorrect-port of Deployment cart`,
        );
      }
    });
  }

  it('by a command that asks the right port, or names none, ask no wrong port', () => {
    const message = 'Liveness probe failed: curl: (7) Failed to connect to localhost port 8080 after 0 ms: refused';
    for (const command of ['curl http://localhost:8080/', './healthy']) {
      const found = causesIn(probed({ livenessProbe: { exec: { command: [command] } } }, restarted, message));
      assert.ok(found.length > 0 && !found.includes('liveness-probe-incorrect-port'), found.join());
    }
  });

  it('that speak TLS by a command to what does not', () => {
    const livenessProbe = { exec: { command: ['curl', '-fsk', 'https://localhost:8080/healthz'] } };
    const message = 'Liveness probe failed: curl: (35) error:0A00010B:SSL routines::wrong version number';
    assert.equal(
      rootIn(probed({ livenessProbe }, restarted, message)),
      'liveness-probe-incorrect-protocol of Deployment cart',
    );
  });

  it('that speak a wrong protocol', () => {
    const http = { httpGet: { path: '/', port: 8080 } };
    const malformed =
      'probe failed: Get "http://10.1.0.1:8080/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04"';
    assert.equal(
      rootIn(probed({ livenessProbe: http, readinessProbe: right }, restarted, `Liveness ${malformed}`)),
      'liveness-probe-incorrect-protocol of Deployment cart',
    );
    assert.equal(
      rootIn(probed({ livenessProbe: right, readinessProbe: http }, unready, `Readiness ${malformed}`)),
      'readiness-probe-incorrect-protocol of Deployment cart',
    );
    const grpc =
      'Readiness probe failed: timeout: failed to connect service "10.1.0.1:8080" within 1s: context deadline exceeded';
    assert.equal(
      rootIn(probed({ livenessProbe: http, readinessProbe: right }, unready, grpc)),
      'readiness-probe-incorrect-protocol of Deployment cart',
    );
  });

  it('that speak TLS to what does not', () => {
    const tls = { httpGet: { path: '/', port: 8080, scheme: 'HTTPS' } };
    assert.equal(
      rootIn(
        probed(
          { readinessProbe: tls },
          unready,
          'Readiness probe failed: Get "https://10.1.0.1:8080/": http: server gave HTTP response to HTTPS client',
        ),
      ),
      'readiness-probe-incorrect-protocol of Deployment cart',
    );
  });

  it('that give a container no time to start', () => {
    const hasty = {
      grpc: { port: 8080 },
      initialDelaySeconds: 1,
      periodSeconds: 1,
      failureThreshold: 1,
      timeoutSeconds: 1,
    };
    const message =
      'Liveness probe failed: timeout: failed to connect service "10.1.0.1:8080" within 1s: context deadline exceeded';
    assert.equal(
      rootIn(probed({ livenessProbe: hasty, readinessProbe: right }, restarted, message)),
      'liveness-probe-incorrect-timing of Deployment cart',
    );
  });

  it('that a mesh has rewritten are read as they were meant', () => {
    const meant = { httpGet: { path: '/health', port: 8081 } };
    const objects = probed(
      { readinessProbe: meant },
      unready,
      'Readiness probe failed: HTTP probe failed with statuscode: 500',
    );
    const rewritten = objects.map((object) =>
      object.kind === 'Pod'
        ? {
            ...object,
            spec: {
              ...object.spec,
              containers: (object.spec?.containers ?? []).map((container) => ({
                ...container,
                readinessProbe: { httpGet: { path: '/app-health/server/readyz', port: 15_020 } },
              })),
            },
          }
        : object,
    );
    assert.equal(rootIn(rewritten), 'readiness-probe-incorrect-port of Deployment cart');
  });

  it("of a mesh's proxy ask ports of its own, which it need not declare", () => {
    const proxy = {
      name: 'istio-proxy',
      image: 'istio/proxyv2:1.22.3',
      ports: [{ containerPort: 15_090 }],
      readinessProbe: { httpGet: { path: '/healthz/ready', port: 15_021 } },
    };
    const state = { running: { startedAt: '2026-03-01T11:50:00Z' } };
    const statuses = (server: boolean, own: boolean) =>
      [['server', server] as const, ['istio-proxy', own] as const].map(([name, ready]) => ({
        name,
        image: '',
        imageID: '',
        ready,
        restartCount: 0,
        state,
      }));
    const conditions = [{ type: 'Ready', status: 'False' }];
    for (const containerStatuses of [statuses(false, true), statuses(true, false)]) {
      const objects = application('cart', { sidecars: [proxy], pod: { status: { conditions, containerStatuses } } });
      assert.ok(!causesIn(objects).includes('readiness-probe-incorrect-port'));
    }
  });

  it('that failed once or twice while it started are over', () => {
    assert.deepEqual(
      causesIn(
        probed(
          { livenessProbe: right, readinessProbe: right },
          {},
          'Liveness probe failed: timeout: health rpc did not complete within 1s',
        ),
      ),
      [],
    );
  });

  it('are not blamed for a container that its memory limit ended', () => {
    const ended: PodShape = {
      containerStatus: {
        ...restarted.containerStatus,
        name: 'server',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 5,
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-03-01T11:59:30Z' } },
      },
    };
    const objects = probed(
      { livenessProbe: { grpc: { port: 8081 } } },
      ended,
      'Liveness probe failed: connection refused',
    );
    assert.equal(rootIn(objects), 'out-of-memory of Deployment cart');
  });
});

describe('Containers', () => {
  it('that use more memory than they may', () => {
    const ended: PodShape = {
      containerStatus: {
        ...crashing.containerStatus,
        name: 'server',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 3,
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-03-01T11:59:30Z' } },
      },
    };
    assert.equal(rootIn(application('cart', { pod: ended })), 'out-of-memory of Deployment cart');
  });

  it('whose workers the kernel kills, or whose heap is used up, say so in their log', () => {
    const killed = 'started\n[1] [ERROR] Worker (pid:41) was sent SIGKILL! Perhaps out of memory?\n';
    const root = (pod: PodShape | undefined, text: string) =>
      rootIn(application('cart', pod === undefined ? {} : { pod }), { logs: [logOf('cart', text)] });
    assert.equal(root(unready, killed), 'out-of-memory of Deployment cart');
    assert.equal(root(undefined, killed), 'nothing');
    for (const line of [
      'Terminating due to java.lang.OutOfMemoryError: Java heap space',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ])
      assert.equal(root(crashing, `${line}\n  at somewhere\n`), 'heap-exhausted of Deployment cart');
  });

  it('that were killed for another reason did not run out of memory', () => {
    assert.ok(!causesIn(application('cart', { pod: restarted })).includes('out-of-memory'));
  });

  it('that end by themselves are told with their last words', () => {
    assert.equal(
      rootIn(application('cart', { pod: crashing }), { logs: [logOf('cart', 'starting\npanic: no such table\n')] }),
      'container-crashing of Deployment cart',
    );
  });
});

describe('Sidecars', () => {
  const sidecar = { name: 'proxy', image: 'nginx:1.27', ports: [{ containerPort: 8080 }] };
  const lines = [
    'listen tcp :8080: bind: address already in use',
    'Error: listen EADDRINUSE: address already in use :::8080',
    'Web server failed to start. Port 8080 was already in use.',
    'nginx: [emerg] bind() to 0.0.0.0:8080 failed (98: Address already in use)',
  ];
  for (const line of lines) {
    it(`take a port away: "${line.slice(0, 50)}"`, () => {
      assert.equal(
        rootIn(application('cart', { sidecars: [sidecar], pod: crashing }), { logs: [logOf('cart', `${line}\n`)] }),
        'sidecar-port-conflict of Deployment cart',
      );
    });
  }

  it('on ports of their own are not blamed for a crash', () => {
    const other = { ...sidecar, ports: [{ containerPort: 9090 }] };
    assert.ok(!causesIn(application('cart', { sidecars: [other], pod: crashing })).includes('sidecar-port-conflict'));
  });
});
