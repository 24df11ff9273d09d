import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressesOf } from './parse.ts';

const told = (env: Readonly<Record<string, string>>, args: string[] = []) =>
  addressesOf({ name: 'server', env: Object.entries(env).map(([name, value]) => ({ name, value })), args }).map(
    ({ host, port }) => `${host}:${port ?? ''}`,
  );

describe('Addresses in the specification of a container', () => {
  it('are hosts with ports, URLs, JDBC and Go data sources, and pairs of variables', () => {
    assert.deepEqual(told({ CART_ADDR: 'cart:7070' }), ['cart:7070']);
    assert.deepEqual(told({ PAY_URL: 'http://pay.shop.svc.cluster.local:8080/v1' }), [
      'pay.shop.svc.cluster.local:8080',
    ]);
    assert.deepEqual(told({ SPRING_DATASOURCE_URL: 'jdbc:mysql://mysql:3306/orders?useSSL=false' }), ['mysql:3306']);
    assert.deepEqual(told({ DB_DSN: 'shop:secret@tcp(mysql:3306)/orders' }), ['mysql:3306']);
    assert.deepEqual(told({ ORDER_MYSQL_HOST: 'mysql', ORDER_MYSQL_PORT: '3307' }), ['mysql:3307']);
    assert.deepEqual(told({ KAFKA_BROKERS: 'kafka-0.kafka:9092,kafka-1.kafka:9092' }), [
      'kafka-0.kafka:9092',
      'kafka-1.kafka:9092',
    ]);
    assert.deepEqual(told({ UPSTREAM: 'x', REDIS_URL: 'redis://user:pass@redis:6379/0' }), ['redis:6379']);
    assert.deepEqual(told({}, ['--redis=redis:6379']), ['redis:6379']);
  });

  it('are not what a program listens on, nor other values with a colon', () => {
    assert.deepEqual(
      told({ LISTEN_ADDR: 'web:8080', POD_IP: 'a:1', START: '10:30', RATIO: 'a:5', VERSION: '1.2:3' }),
      [],
    );
  });
});
