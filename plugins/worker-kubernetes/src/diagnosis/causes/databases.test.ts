import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { object, pod } from '../../cluster/testing/index.ts';
import { application, causesIn, logOf, rootIn, unready } from '../testing/scene.ts';

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

  it('refuses writes', () => {
    const log = logOf(
      'order',
      'java.sql.SQLException: The MySQL server is running with the --read-only option so it cannot execute this statement\n',
    );
    assert.equal(rootIn([...mysql, ...clients], { logs: [log] }), 'database-read-only of StatefulSet mysql');
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
