import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { coreVersion } from '@hexaops/core';
import { loadConfig, serve, type Service } from '@hexaops/runtime';
import { Redis } from 'ioredis';
import pino from 'pino';
import { eventually } from '../kubernetes/eventually.ts';
import { findRedis, type RedisServer, startRedis } from './server.ts';

const found = findRedis();
const skip = 'missing' in found && found.missing;

const manifest = { name: 'hexaops-plugin-people', type: 'module', hexaops: { id: 'people' } };
const peers = { peerDependencies: { '@hexaops/core': coreVersion } };

/** Knows everybody who says `NAME@WORKSPACE`. A question about waiting is answered when the file `release` is there. */
const people = `
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const point = (id) => ({ id, spec: 'v1', key: Symbol.for('hexaops/' + id + '@v1') });
export default {
  config: { type: 'object' },
  register(api) {
    api.contribute(point('authenticator'), {
      id: 'people',
      async authenticate({ headers }) {
        const [, subject, workspace] = /^Bearer (\\w+)@(\\w+)$/.exec(headers.authorization ?? '') ?? [];
        return subject && { subject, workspace, organizations: [], roles: undefined, permissions: undefined, token: undefined };
      },
    });
    api.contribute(point('tool'), {
      name: 'wait',
      description: 'waits',
      input: { type: 'object', additionalProperties: false },
      worker: 'people',
      effect: 'read',
      async execute(_input, { signal }) {
        while (!existsSync(new URL('release', import.meta.url))) await sleep(20, undefined, { signal });
        return { evidence: [{ source: 'people', query: 'wait', title: 'Waited', content: { kind: 'text', text: 'done' } }] };
      },
    });
  },
};
`;
const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.wait
    match: { text: { phrases: [wait] } }
    then: [{ plan: { task: Wait, steps: [{ id: s1, tool: wait }] } }]
`;

/** Two instances of the service on one Redis. */
class Replicas implements AsyncDisposable {
  readonly #directory: string;
  readonly services: readonly Service[];

  private constructor(directory: string, services: readonly Service[]) {
    this.#directory = directory;
    this.services = services;
  }

  static async start(url: string, limits: Readonly<Record<string, number>>): Promise<Replicas> {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-limits-'));
    const file = join(directory, 'hexaops.json');
    const plugins = [
      { use: './people.mjs' },
      { use: '@hexaops/limits-redis', config: { url, prefix: directory.replaceAll(/\W/g, '-'), placeSeconds: 3 } },
    ];
    const server = { host: '127.0.0.1', port: 0, shutdownSeconds: 3, limits };
    await writeFile(file, JSON.stringify({ server, rules: ['rules.yaml'], plugins }));
    await writeFile(join(directory, 'package.json'), JSON.stringify({ ...manifest, version: '1.0.0', ...peers }));
    await writeFile(join(directory, 'people.mjs'), people);
    await writeFile(join(directory, 'rules.yaml'), rules);
    const logger = pino({ level: 'silent' });
    const loaded = await loadConfig({ file });
    const services = [await serve(loaded, { logger }), await serve(loaded, { logger })];
    return new Replicas(directory, services);
  }

  release(): Promise<void> {
    return writeFile(join(this.#directory, 'release'), '');
  }

  async list(replica: number, person: string): Promise<number> {
    const headers = { authorization: `Bearer ${person}` };
    const response = await fetch(`${this.services[replica]?.url}/v1/chat?sessions=`, { headers });
    await response.body?.cancel();
    return response.status;
  }

  async ask(replica: number, person: string, message: string): Promise<Response> {
    const headers = { authorization: `Bearer ${person}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ message });
    return fetch(`${this.services[replica]?.url}/v1/chat`, { method: 'POST', headers, body });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
    await Promise.all(this.services.map((service) => service.close()));
    await rm(this.#directory, { recursive: true });
  }
}

describe('Two instances of the service on one Redis', { skip }, () => {
  let redis: RedisServer;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis[Symbol.asyncDispose]());

  test('share what a person and a workspace may send in a minute', async () => {
    await using replicas = await Replicas.start(redis.url, {
      subjectRequestsPerMinute: 10,
      workspaceRequestsPerMinute: 15,
    });
    const alice: number[] = [];
    for (let count = 0; count < 14; count++) alice.push(await replicas.list(count % 2, 'alice@w1'));
    assert.deepEqual(alice, [...Array.from({ length: 10 }, () => 200), 429, 429, 429, 429]);
    const bob: number[] = [];
    for (let count = 0; count < 7; count++) bob.push(await replicas.list(count % 2, 'bob@w1'));
    assert.deepEqual(bob, [200, 200, 200, 200, 200, 429, 429], 'what alice was refused is not counted against bob');
    assert.equal(await replicas.list(0, 'alice@w2'), 200);
  });

  test('share it exactly, also when all is sent at once', async () => {
    await using replicas = await Replicas.start(redis.url, { subjectRequestsPerMinute: 40 });
    const statuses = await Promise.all(Array.from({ length: 100 }, (_, index) => replicas.list(index % 2, 'alice@w1')));
    assert.equal(statuses.filter((status) => status === 200).length, 40);
    assert.equal(statuses.filter((status) => status === 429).length, 60);
  });

  test('share the places of runs, and free them', async () => {
    await using replicas = await Replicas.start(redis.url, {
      subjectRuns: 2,
      workspaceRuns: 3,
      subjectRunsPerMinute: 0,
    });
    // A question below may be faster, and have the place for a moment.
    const waiting = (replica: number) =>
      eventually('a place to wait in', async () => {
        const response = await replicas.ask(replica, 'alice@w1', 'wait');
        return response.status === 429 ? undefined : response;
      });
    const running = [waiting(0), waiting(1)];
    await eventually('no more place', async () => {
      const { status } = await replicas.ask(0, 'alice@w1', 'hello');
      return status === 429 || undefined;
    });
    assert.equal((await replicas.ask(1, 'alice@w1', 'hello')).status, 429);
    assert.equal((await replicas.ask(1, 'bob@w1', 'hello')).status, 200);
    await replicas.release();
    for (const response of await Promise.all(running)) assert.equal(response.status, 200);
    await eventually('a place', async () => {
      const { status } = await replicas.ask(1, 'alice@w1', 'hello');
      return status === 200 || undefined;
    });
  });

  test('tell Redis nobody\u2019s name', async () => {
    await using replicas = await Replicas.start(redis.url, {});
    assert.equal((await replicas.ask(0, 'canary@w1', 'hello')).status, 200);
    const client = new Redis(redis.url);
    try {
      const keys = await client.keys('*');
      assert.ok(keys.length > 0);
      assert.doesNotMatch(JSON.stringify(keys), /canary/);
    } finally {
      client.disconnect();
    }
  });

  test('each count for themselves while Redis is away, refuse nobody else for it, and share again', async () => {
    await using replicas = await Replicas.start(redis.url, { subjectRequestsPerMinute: 20, subjectRuns: 2 });
    const statuses: number[] = [];
    const told = new AbortController();
    // Other people go on all the while, one request each: nothing but 200 may come.
    const others = (async () => {
      for (let index = 0; !told.signal.aborted || index % 50 !== 0; index++) {
        statuses.push(await replicas.list(index % 2, `other${index}@w${index}`));
      }
    })();
    for (let count = 0; count < 15; count++) assert.equal(await replicas.list(count % 2, 'alice@w1'), 200);
    await redis.stop();
    const away: number[][] = [[], []];
    for (let count = 0; count < 60; count++) away[count % 2]?.push(await replicas.list(count % 2, 'alice@w1'));
    for (const own of away) {
      assert.equal(own.filter((status) => status === 200).length, 20, 'what one process allows');
      assert.equal(own.filter((status) => status === 429).length, 10);
    }
    assert.equal((await replicas.ask(0, 'carol@w1', 'hello')).status, 200);
    await redis.start();
    await eventually('Redis counts again', async () => {
      const client = new Redis(redis.url);
      try {
        await replicas.list(0, 'dave@w1');
        await replicas.list(1, 'dave@w1');
        return (await client.keys('*rate*')).length > 0 || undefined;
      } finally {
        client.disconnect();
      }
    });
    told.abort();
    await others;
    assert.deepEqual(new Set(statuses), new Set([200]));
  });
});
