import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { event, object, pod } from '../../cluster/testing/index.ts';
import { application, causesIn, findingsIn, logOf, rootIn, unready } from '../testing/scene.ts';

/** A StatefulSet of MySQL with its service, both called `mysql`. */
const mysql = [
  object('StatefulSet', 'shop/mysql', {
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'mysql' } },
      template: {
        metadata: { labels: { app: 'mysql' } },
        spec: { containers: [{ name: 'server', image: 'mysql:8.0', ports: [{ containerPort: 3306 }] }] },
      },
      serviceName: 'mysql',
    },
    status: { replicas: 1, readyReplicas: 1 },
  }),
  pod('shop/mysql-0', {
    container: { name: 'server', image: 'mysql:8.0', ports: [{ containerPort: 3306 }] },
    metadata: {
      labels: { app: 'mysql' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'mysql', uid: 'm', controller: true }],
    },
    status: { phase: 'Running', podIP: '10.1.0.9', conditions: [{ type: 'Ready', status: 'True' }] },
  }),
  object('Service', 'shop/mysql', { spec: { selector: { app: 'mysql' }, ports: [{ port: 3306, targetPort: 3306 }] } }),
];

/** Java programs that take the address of the database from a Secret, so that it is not seen. */
const clients = [...application('order', { pod: unready }), ...application('travel')];

describe('A database', () => {
  it('does not accept the password of one program', () => {
    const log = logOf(
      'order',
      "java.sql.SQLException: Access denied for user 'shop'@'10.1.0.1' (using password: YES)\n",
    );
    assert.equal(rootIn([...mysql, ...clients], { logs: [log] }), 'database-credentials-invalid of Deployment order');
  });

  it('tells in its own log whom it refuses', () => {
    const log = {
      ...logOf('mysql', "[Note] Access denied for user 'shop'@'10.1.0.77' (using password: YES)\n"),
      pod: 'mysql-0',
    };
    const order = application('order', {
      pod: {
        ...unready,
        status: { phase: 'Running', podIP: '10.1.0.77', conditions: [{ type: 'Ready', status: 'False' }] },
      },
    });
    assert.equal(
      rootIn([...mysql, ...order, ...application('travel')], { logs: [log] }),
      'database-credentials-invalid of Deployment order',
    );
  });

  it('that could not be reached only while everything started is well', () => {
    const log = logOf(
      'order',
      `2026-03-01T11:40:00Z Communications link failure\n${'2026-03-01T11:59:50Z GET /orders 200\n'.repeat(20)}`,
    );
    const order = application('order');
    assert.deepEqual(causesIn([...mysql, ...order, ...application('travel')], { logs: [log] }), []);
  });

  it('whose name is not resolved is not blamed; the name is', () => {
    const caller = application('order', {
      pod: unready,
      container: {
        name: 'server',
        image: 'i:1',
        env: [{ name: 'MONGO_URL', value: 'mongodb://orders-mongo:27017/o' }],
      },
    });
    const database = application('orders-mongo', {
      container: { name: 'server', image: 'mongo:7', ports: [{ containerPort: 27_017 }] },
      served: false,
    });
    const log = logOf('order', 'ready\nMongoServerSelectionError: getaddrinfo ENOTFOUND orders-mongo\n');
    assert.equal(rootIn([...caller, ...database], { logs: [log] }), 'service-missing of Deployment orders-mongo');
  });

  it('takes no further connection, whoever says so', () => {
    const log = logOf(
      'travel',
      'com.mysql.cj.jdbc.exceptions: Data source rejected establishment of connection,  message from server: "Too many connections"\n',
    );
    assert.equal(
      rootIn([...mysql, ...clients], { logs: [log] }),
      'database-connections-exhausted of StatefulSet mysql',
    );
  });

  it('says so to the command that probes it', () => {
    const message =
      "Readiness probe failed: mysqladmin: connect to server at '127.0.0.1' failed\nerror: 'Too many connections'";
    const busy = mysql.map((each) =>
      each.kind === 'Pod'
        ? { ...each, status: { ...each.status, conditions: [{ type: 'Ready', status: 'False' }] } }
        : each,
    );
    assert.equal(
      rootIn([...busy, ...clients, event('shop/Pod/mysql-0', 'Unhealthy', message)]),
      'database-connections-exhausted of StatefulSet mysql',
    );
    assert.ok(
      !causesIn([...mysql, ...clients, event('shop/Pod/mysql-0', 'Unhealthy', message)]).includes(
        'database-connections-exhausted',
      ),
      'it is ready again',
    );
  });

  it('refuses writes', () => {
    const log = logOf(
      'order',
      'java.sql.SQLException: The MySQL server is running with the --read-only option so it cannot execute this statement\n',
    );
    assert.equal(rootIn([...mysql, ...clients], { logs: [log] }), 'database-read-only of StatefulSet mysql');
    const transaction = logOf('order', 'Error 1792 (25006): Cannot execute statement in a READ ONLY transaction.\n');
    assert.equal(rootIn([...mysql, ...clients], { logs: [transaction] }), 'database-read-only of StatefulSet mysql');
  });

  const other = mysql.map((part) =>
    part.kind === 'Service' ? { ...part, spec: { ...part.spec, clusterIP: '10.96.0.9' } } : part,
  );
  const wrongly = [
    'Error: connect ECONNREFUSED 10.96.0.9:3307',
    'dial tcp 10.96.0.9:13306: i/o timeout',
    'dial tcp: mysql.shop.svc.cluster.local:3307: connect: connection refused',
    `Can't connect to MySQL server on 'mysql:33060' (111)`,
    'connection to server at "mysql" (10.96.0.9), port 5433 failed: Connection refused',
  ];
  for (const line of wrongly) {
    it(`is called at a port that it does not have, wherever the program has it from: "${line.slice(0, 45)}"`, () => {
      assert.equal(
        rootIn([...other, ...clients], { logs: [logOf('order', `${line}\n`)] }),
        'database-port-invalid of Deployment order',
      );
    });
  }

  it('is called at a port that it has, and does not answer: that is of no port', () => {
    for (const line of [
      'dial tcp 10.96.0.9:3306: i/o timeout',
      'mysql-exporter:9104 refused',
      'connected to mysql:3307',
      `mysql:3307 refused\n${'ok\n'.repeat(40)}`,
    ])
      assert.ok(
        !findingsIn([...other, ...application('travel')], { logs: [logOf('travel', `${line}\n`)] }).some(
          ({ summary }) => summary.includes('does not have it'),
        ),
        line,
      );
  });

  it('is not reached by one program that is told a wrong port', () => {
    const order = application('order', {
      pod: unready,
      container: {
        name: 'server',
        image: 'registry.example/order:1',
        env: [
          { name: 'ORDER_MYSQL_HOST', value: 'mysql' },
          { name: 'ORDER_MYSQL_PORT', value: '3307' },
        ],
      },
    });
    assert.equal(rootIn([...mysql, ...order]), 'database-port-invalid of Deployment order');
    const url = application('order', {
      pod: unready,
      container: {
        name: 'server',
        image: 'registry.example/order:1',
        env: [{ name: 'SPRING_DATASOURCE_URL', value: 'jdbc:mysql://mysql:3307/orders?useSSL=false' }],
      },
    });
    assert.equal(rootIn([...mysql, ...url]), 'database-port-invalid of Deployment order');
  });

  it('is not reached by one program, and is ready', () => {
    const log = logOf(
      'order',
      'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\nCaused by: java.net.ConnectException: Connection refused\n',
    );
    assert.equal(rootIn([...mysql, ...clients], { logs: [log] }), 'database-port-invalid of Deployment order');
  });

  it('is not reached where a connection ends before it is one, as behind a proxy', () => {
    for (const line of [
      '(2013, "Lost connection to MySQL server at \'reading initial communication packet\', system error: 0")',
      'Could not create connection to database server. Attempted reconnect 3 times. Giving up.',
    ])
      assert.equal(
        rootIn([...mysql, ...clients], { logs: [logOf('order', `${line}\n`)] }),
        'database-port-invalid of Deployment order',
      );
  });

  it('is not reached by one program, whatever all of them said while everything started', () => {
    const complaint = 'Communications link failure';
    const past = `2026-03-01T11:00:00Z ${complaint}\n${'2026-03-01T11:59:00Z ok\n'.repeat(30)}`;
    const names = ['order', 'travel', 'seat'];
    const logs = names.map((name) =>
      logOf(name, name === 'seat' ? `${past}2026-03-01T11:59:10Z ${complaint}\n` : past),
    );
    const summary = { lines: 31, errors: 1, patterns: [{ sample: `2026-03-01T11:00:00Z ${complaint}`, count: 1 }] };
    const errorLogs = new Map(names.map((name) => [name, summary]));
    assert.equal(
      rootIn([...mysql, ...names.flatMap((name) => application(name))], { logs, supplements: { errorLogs } }),
      'database-port-invalid of Deployment seat',
    );
  });

  it('that is down itself is the root of its clients complaints', () => {
    const down = mysql.map((part) =>
      part.kind === 'Pod'
        ? {
            ...part,
            status: {
              phase: 'Running',
              conditions: [{ type: 'Ready', status: 'False' }],
              containerStatuses: [
                {
                  name: 'server',
                  ready: false,
                  restartCount: 3,
                  lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-03-01T11:59:00Z' } },
                },
              ],
            },
          }
        : part,
    );
    const log = logOf('order', 'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n');
    assert.equal(rootIn([...down, ...clients], { logs: [log] }), 'out-of-memory of StatefulSet mysql');
  });

  it('that was not up yet while its clients started is well now', () => {
    const log = logOf(
      'travel',
      `2026-03-01T11:00:00Z Communications link failure\n${'2026-03-01T11:59:00Z ok\n'.repeat(30)}`,
    );
    assert.ok(!causesIn([...mysql, ...application('travel')], { logs: [log] }).includes('database-port-invalid'));
  });
});
