import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isSecretName, maskCommandLine, masked, maskValue } from './mask.ts';

const secrets = [
  'DB_PASSWORD',
  'dbPassword',
  'API_KEY',
  'apikey',
  'GITHUB_TOKEN',
  'CLIENT_SECRET',
  'AWS_CREDENTIALS',
  'Authorization',
  'PGPASSWORD',
];
const harmless = [
  'REDIS_ADDR',
  'KEYCLOAK_URL',
  'MONKEY',
  'PORT',
  'TOKEN_SERVICE_ADDR',
  'SECRET_NAME',
  'PASSWORD_FILE',
  'AUTHOR',
];

test('names that hold something secret are known by their words', () => {
  assert.deepEqual(
    secrets.filter((name) => !isSecretName(name)),
    [],
  );
  assert.deepEqual(
    harmless.filter((name) => isSecretName(name)),
    [],
  );
});

test('no value of a secret name is left, whatever it is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...secrets), fc.string({ minLength: 1 }), (name, value) => {
      assert.equal(maskValue(name, value), masked);
    }),
  );
});

test('an address stays, the password in it does not', () => {
  assert.equal(maskValue('REDIS_ADDR', 'redis-cart:6379'), 'redis-cart:6379');
  assert.equal(
    maskValue('DATABASE_URL', 'postgres://shop:hunter2@db:5432/shop'),
    `postgres://shop:${masked}@db:5432/shop`,
  );
  assert.equal(maskValue('DSN', 'Server=db;Password=hunter2;Port=1'), `Server=db;Password=${masked};Port=1`);
});

test('a command line keeps its options and loses their secrets', () => {
  assert.deepEqual(maskCommandLine(['--port=80', '--token=abc', '--password', 'hunter2', '--verbose']), [
    '--port=80',
    `--token=${masked}`,
    '--password',
    masked,
    '--verbose',
  ]);
  assert.deepEqual(maskCommandLine(['sh', '-c', 'API_KEY=abc run --addr=x:1']), [
    'sh',
    '-c',
    `API_KEY=${masked} run --addr=x:1`,
  ]);
});
