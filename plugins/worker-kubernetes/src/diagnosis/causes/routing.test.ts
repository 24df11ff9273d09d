import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { object } from '../../cluster/testing/index.ts';
import { application, causesIn, crashing, findingsIn, logOf, pending, rootIn } from '../testing/scene.ts';

function calling(value: string, variable = 'CART_ADDR'): ClusterObject[] {
  return application('web', {
    container: {
      name: 'server',
      image: 'registry.example/web:1',
      ports: [{ containerPort: 8080 }],
      env: [{ name: variable, value }],
    },
  });
}

function service(name: string, spec: object): ClusterObject {
  return object('Service', `shop/${name}`, {
    spec: { type: 'ClusterIP', ports: [{ port: 8080, targetPort: 8080 }], ...spec },
  });
}

describe('A service', () => {
  const cart = (ports: object[], container = {}) =>
    application('cart', {
      ports,
      container: {
        name: 'server',
        image: 'registry.example/cart:1',
        ports: [{ containerPort: 8080, name: 'http' }],
        ...container,
      },
    });

  it('is well when everything fits', () => {
    assert.deepEqual(causesIn([...application('cart'), ...calling('cart:8080')]), []);
  });

  for (const selector of [{ app: 'cart_service' }, { application: 'cart' }, { app: 'cart', env: 'production' }]) {
    it(`with the selector ${JSON.stringify(selector)} selects nothing`, () => {
      assert.equal(
        rootIn([...application('cart', { served: false }), service('cart', { selector })]),
        'service-selector-mismatch of Service cart',
      );
    });
  }

  it('is not blamed where pods may not be read and nothing else was meant for it', () => {
    const cart = service('cart', { selector: { app: 'card' } });
    assert.deepEqual(causesIn([cart], { missing: ['Pod'] }), []);
    assert.equal(
      rootIn([cart, ...application('cart', { running: false, served: false })], { missing: ['Pod'] }),
      'service-selector-mismatch of Service cart',
    );
  });

  it('that nothing calls may lack pods while another service has those it is near to', () => {
    const idle = service('cart-blue', { selector: { app: 'cart', slot: 'blue' } });
    const found = findingsIn([...application('cart'), idle]);
    assert.deepEqual(
      found.map(({ cause, severity }) => `${severity} ${cause}`),
      ['warning service-selector-mismatch'],
    );
    const waiting = pending('0/3 nodes are available: 3 Insufficient cpu.');
    assert.match(rootIn([...application('cart'), idle, ...application('pay', { pod: waiting })]), /of Deployment pay$/);
    assert.equal(
      rootIn([...application('cart'), idle, ...calling('cart-blue:8080')]),
      'service-selector-mismatch of Service cart-blue',
    );
    const route = object('Ingress', 'shop/web', {
      spec: {
        rules: [
          { http: { paths: [{ path: '/', backend: { service: { name: 'cart-blue', port: { number: 8080 } } } }] } },
        ],
      },
    });
    for (const user of [calling('cart-blue:8080'), [route]]) {
      assert.equal(findingsIn([...application('cart'), idle, ...user])[0]?.severity, 'critical');
    }
  });

  it('selects the pods of another', () => {
    assert.equal(
      rootIn([
        ...application('cart', { served: false }),
        ...application('pay'),
        service('cart', { selector: { app: 'pay' } }),
      ]),
      'service-selector-mismatch of Service cart',
    );
  });

  it('whose pods are only gone has a right selector', () => {
    assert.ok(!causesIn(application('cart', { running: false })).includes('service-selector-mismatch'));
  });

  it('sends requests to a port that its pods do not have', () => {
    assert.equal(rootIn(cart([{ port: 8080, targetPort: 8081 }])), 'service-port-mapping-mismatch of Service cart');
    assert.equal(rootIn(cart([{ port: 8080, targetPort: 'grpc' }])), 'service-port-mapping-mismatch of Service cart');
  });

  it('may use a port that only the environment or a probe tells of', () => {
    assert.deepEqual(causesIn(cart([{ port: 80, targetPort: 9090 }], { env: [{ name: 'PORT', value: '9090' }] })), []);
    assert.deepEqual(
      causesIn(cart([{ port: 80, targetPort: 9090 }], { readinessProbe: { tcpSocket: { port: 9090 } } })),
      [],
    );
  });

  it('may use a port that nobody declared where calls to it succeed', () => {
    const connectivity = [{ namespace: 'shop', service: 'cart', port: 80, probes: [{ ok: true, text: 'open' }] }];
    assert.deepEqual(causesIn(cart([{ port: 80, targetPort: 9090 }]), { supplements: { connectivity } }), []);
  });

  it('speaks UDP where its pods speak TCP', () => {
    assert.equal(
      rootIn(cart([{ port: 8080, targetPort: 8080, protocol: 'UDP' }])),
      'service-protocol-mismatch of Service cart',
    );
  });

  it('may serve one port over both', () => {
    const both = {
      ports: [
        { containerPort: 53, protocol: 'UDP' },
        { containerPort: 53, protocol: 'TCP' },
      ],
    };
    assert.deepEqual(
      causesIn(
        cart(
          [
            { port: 53, protocol: 'UDP', name: 'dns' },
            { port: 53, protocol: 'TCP', name: 'dns-tcp' },
          ],
          both,
        ),
      ),
      [],
    );
  });

  it('of a database promises a mesh HTTP', () => {
    const database = application('db', {
      container: { name: 'server', image: 'mysql:8.0', ports: [{ containerPort: 3306 }] },
      ports: [{ name: 'http-db', port: 3306, targetPort: 3306 }],
    });
    assert.equal(rootIn(database), 'service-protocol-mismatch of Service db');
  });
});

describe('A name that a ConfigMap holds', () => {
  it('is wrong where no service has it, and its variable is named after one that nearly does', () => {
    const told = (name: string) =>
      application('web', {
        container: {
          name: 'server',
          image: 'registry.example/web:1',
          ports: [{ containerPort: 8080 }],
          env: [{ name, valueFrom: { configMapKeyRef: { name: 'web', key: 'address' } } }],
        },
      });
    const log = logOf('web', 'ready\nError: getaddrinfo ENOTFOUND carts\n');
    assert.equal(
      rootIn([...application('cart'), ...told('CART_ADDR')], { logs: [log] }),
      'service-address-mismatch of Deployment web',
    );
    assert.equal(
      rootIn([...application('cart'), ...told('GREETING')], { logs: [log] }),
      'service-dns-resolution-failure of Deployment web',
    );
  });
});

describe('An address that a program is told', () => {
  const cart = application('cart');

  it('names a service that is not there', () => {
    assert.equal(rootIn([...cart, ...calling('cartt:8080')]), 'service-address-mismatch of Deployment web');
    assert.equal(
      rootIn([...cart, ...calling('http://cart-v2:8080/api', 'CART_URL')]),
      'service-address-mismatch of Deployment web',
    );
  });

  it('names a port that the service does not have, though others have it right', () => {
    const other = application('pay', {
      container: {
        name: 'server',
        image: 'registry.example/pay:1',
        ports: [{ containerPort: 8080 }],
        env: [{ name: 'CART_ADDR', value: 'cart:8080' }],
      },
    });
    assert.equal(rootIn([...cart, ...other, ...calling('cart:8081')]), 'service-address-mismatch of Deployment web');
  });

  it('is right, and the service has changed its port for all', () => {
    const other = application('pay', {
      container: {
        name: 'server',
        image: 'registry.example/pay:1',
        ports: [{ containerPort: 8080 }],
        env: [{ name: 'CART_ADDR', value: 'cart:8080' }],
      },
    });
    const moved = application('cart', { ports: [{ port: 9090, targetPort: 8080 }] });
    assert.equal(
      rootIn([...moved, ...other, ...calling('cart:8080')]),
      'service-port-mapping-mismatch of Service cart',
    );
  });

  it('is that of another service', () => {
    assert.equal(
      rootIn([...cart, ...application('pay'), ...calling('pay:8080', 'CART_SERVICE_ADDR')]),
      'service-address-mismatch of Deployment web',
    );
  });

  it('is in another namespace or domain, where the name cannot be resolved', () => {
    for (const host of ['cart.store.svc.cluster.local', 'cart.shop.svc.cluster.internal']) {
      assert.equal(rootIn([...cart, ...calling(`${host}:8080`)]), 'service-dns-resolution-failure of Deployment web');
    }
  });

  it('is right in every way that the resolver understands', () => {
    for (const host of [
      'cart',
      'cart.shop',
      'cart.shop.svc',
      'cart.shop.svc.cluster.local',
      'CART.shop.svc.cluster.local.',
      'localhost',
      '10.0.0.1',
      'api.example.com',
    ]) {
      assert.deepEqual(causesIn([...cart, ...calling(`${host}:8080`, 'UPSTREAM_ADDR')]), [], host);
    }
  });

  it('is that of a service which several call, and nobody misses unless one says so', () => {
    const caller = (name: string) =>
      application(name, {
        container: { name: 'server', image: 'i:1', env: [{ name: 'TRACES_ADDR', value: 'collector:4317' }] },
      });
    const callers = [...caller('web'), ...caller('pay')];
    const [silent] = findingsIn(callers);
    assert.deepEqual([silent?.cause, silent?.severity], ['service-missing', 'info']);
    const logs = [logOf('web', 'ready\ndial tcp: lookup collector on 10.96.0.10:53: no such host\n')];
    const [missed] = findingsIn(callers, { logs });
    assert.deepEqual([missed?.cause, missed?.severity], ['service-missing', 'critical']);
  });

  it('is a number that nothing of the cluster has any more, where the program complains of it', () => {
    const log = logOf('web', 'ready\nconnection to 10.96.77.12:8080 timed out\n');
    assert.equal(
      rootIn([...cart, ...calling('http://10.96.77.12:8080')], { logs: [log] }),
      'service-address-mismatch of Deployment web',
    );
    assert.deepEqual(causesIn([...cart, ...calling('http://10.96.77.12:8080')]), []);
    assert.deepEqual(causesIn([...cart, ...calling('http://10.96.0.7:8080')], { logs: [log] }), []);
    const outside = logOf('web', 'ready\nconnection to 192.0.2.12:8080 timed out\n');
    assert.deepEqual(causesIn([...cart, ...calling('http://192.0.2.12:8080')], { logs: [outside] }), []);
  });

  it('is that of the pod itself, where nothing answers', () => {
    const refused = logOf('web', 'ready\nconnect ECONNREFUSED 127.0.0.1:9090\n');
    const causes = (value: string, variable: string) =>
      causesIn([...cart, ...calling(value, variable)], { logs: [refused] });
    assert.deepEqual(causes('http://localhost:9090', 'CART_URL'), ['service-address-mismatch']);
    assert.deepEqual(causes('http://localhost:9091', 'CART_URL'), []);
    assert.deepEqual(causes('http://localhost:9090', 'TRACING_URL'), []);
    assert.deepEqual(causesIn([...cart, ...calling('http://localhost:9090', 'CART_URL')]), []);
  });

  it('of nothing that resembles it was that of a service in the last revision', () => {
    const revision = (name: string, number: string, value: string) =>
      object('ReplicaSet', `shop/${name}`, {
        metadata: {
          annotations: { 'deployment.kubernetes.io/revision': number },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web', controller: true }],
        },
        spec: {
          template: {
            spec: { containers: [{ name: 'server', image: 'i', env: [{ name: 'STORE_ADDR', value }] }] },
          },
        },
      });
    const [finding] = findingsIn([
      ...application('orders-mysql'),
      ...calling('db-main:8080', 'STORE_ADDR'),
      revision('web-1', '1', 'orders-mysql:8080'),
      revision('web-2', '2', 'db-main:8080'),
    ]);
    assert.equal(finding?.cause, 'service-address-mismatch');
    assert.match(finding.summary, /orders-mysql may be meant/);
  });

  it('of nothing is blamed before a crash that nobody explains, and not before one that speaks', () => {
    const web = application('web', {
      pod: crashing,
      container: {
        name: 'server',
        image: 'registry.example/web:1',
        env: [{ name: 'STORE_ADDR', value: 'db-main:80' }],
      },
    });
    const [silent] = findingsIn([...cart, ...web]);
    assert.equal(silent?.cause, 'service-address-mismatch');
    const [speaking] = findingsIn([...cart, ...web], { logs: [logOf('web', 'panic: index out of range\n')] });
    assert.equal(speaking?.cause, 'container-crashing');
  });

  it('of a part that was never installed is only mentioned', () => {
    const [finding] = findingsIn([...cart, ...calling('tracing-collector:4317', 'OTEL_ADDR')]);
    assert.deepEqual(
      { cause: finding?.cause, severity: finding?.severity },
      { cause: 'service-address-mismatch', severity: 'info' },
    );
  });
});

describe('Names that are not resolved', () => {
  const cart = application('cart');
  const failing = (name: string) => `2026-03-01T11:59:50Z dial tcp: lookup ${name} on 10.96.0.10:53: no such host\n`;

  it('are due to a DNS policy that leaves the cluster out', () => {
    const web = application('web', {
      spec: { dnsPolicy: 'Default' },
      container: { name: 'server', image: 'registry.example/web:1', env: [{ name: 'CART_ADDR', value: 'cart:8080' }] },
    });
    assert.equal(rootIn([...cart, ...web]), 'service-dns-resolution-failure of Deployment web');
  });

  it('are due to name servers of its own', () => {
    const web = application('web', {
      spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } },
      container: { name: 'server', image: 'registry.example/web:1', env: [{ name: 'CART_ADDR', value: 'cart:8080' }] },
    });
    assert.equal(rootIn([...cart, ...web]), 'service-dns-resolution-failure of Deployment web');
  });

  it('are due to a host alias', () => {
    const web = application('web', { spec: { hostAliases: [{ ip: '192.0.2.9', hostnames: ['cart'] }] } });
    assert.equal(rootIn([...cart, ...web]), 'service-dns-resolution-failure of Deployment web');
  });

  it('show in the log of the one that cannot resolve several', () => {
    const log = logOf('web', failing('cart') + failing('pay'));
    assert.equal(
      rootIn([...cart, ...application('pay'), ...application('web')], { logs: [log] }),
      'service-dns-resolution-failure of Deployment web',
    );
  });

  it('only while everything started are over', () => {
    const log = logOf(
      'web',
      `2026-03-01T11:50:00Z dial tcp: lookup cart on 10.96.0.10:53: no such host\n${'2026-03-01T11:59:50Z ok\n'.repeat(20)}`,
    );
    assert.deepEqual(causesIn([...cart, ...application('web')], { logs: [log] }), []);
  });
});

describe('A route', () => {
  const web = application('web', { ports: [{ port: 80, targetPort: 8080 }] });
  const route = (destination: object, name = 'web', hosts = ['*']) =>
    object('VirtualService', `shop/${name}`, { spec: { hosts, http: [{ route: [{ destination }] }] } });

  for (const [problem, destination] of Object.entries({
    'a port that the service does not have': { host: 'web', port: { number: 8080 } },
    'a service that is not there': { host: 'web-v2.shop.svc.cluster.local', port: { number: 80 } },
    'a subset that nobody declares': { host: 'web', port: { number: 80 }, subset: 'canary' },
    'another service': { host: 'cart', port: { number: 8080 } },
  })) {
    it(`that leads to ${problem} is broken`, () => {
      assert.equal(rootIn([...web, ...application('cart'), route(destination)]), 'gateway-misroute of Service web');
    });
  }

  it('that fits is well', () => {
    const subsets = object('DestinationRule', 'shop/web', {
      spec: { host: 'web', subsets: [{ name: 'all', labels: { app: 'web' } }] },
    });
    assert.deepEqual(
      causesIn([...web, subsets, route({ host: 'web', port: { number: 80 }, subset: 'all' }, 'web-ingress')]),
      [],
    );
  });

  it('of a gateway that is not there leaves out the service that it leads to by default', () => {
    const to = (host: string) => [{ destination: { host } }];
    const route = object('VirtualService', 'shop/public', {
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['public-gateway'],
        http: [{ match: [{ uri: { prefix: '/cart' } }], route: to('cart') }, { route: to('web') }],
      },
    });
    const gateway = object('Gateway', 'shop/public-gw', { spec: { servers: [] } });
    assert.equal(
      rootIn([...application('web'), ...application('cart'), route, gateway]),
      'gateway-misroute of Service web',
    );
  });

  it('of an Ingress to a port that the service does not have is broken', () => {
    const ingress = object('Ingress', 'shop/entry', {
      spec: {
        rules: [
          {
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 8888 } } } }],
            },
          },
        ],
      },
    });
    assert.equal(rootIn([...web, ingress]), 'gateway-misroute of Service web');
  });

  it('that delays on purpose is told as such', () => {
    const delayed = object('VirtualService', 'shop/web', {
      spec: {
        hosts: ['web'],
        http: [{ fault: { delay: { fixedDelay: '5s' } }, route: [{ destination: { host: 'web' } }] }],
      },
    });
    assert.equal(rootIn([...web, delayed]), 'fault-injected-by-route of Service web');
  });
});
