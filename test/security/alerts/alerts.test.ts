// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { defineReadTool, llmProviderPoint, type PluginApi, toolPoint } from '@hexaops/core';
import { attacksFor, createPuppetModel } from '@hexaops/core/testing';
import type { RuleSet } from '@hexaops/core/rules';
import { type SecurityService, startService } from '../support/service.ts';
import { allowEverything, finding, text, type World } from '../support/shop.ts';

const credential = 'a-credential-of-an-alertmanager';
const narrow = 'a-credential-of-the-shop-alone-';
const mapped = (workspace: string) => ({ labels: { tenant: workspace }, workspace });

const triggers: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'trigger',
  rules: [
    {
      id: 'trigger.look',
      coolDown: '1h',
      match: { status: 'firing' },
      then: [
        { investigate: { task: 'Look into ${name} of ${labels.namespace}', steps: [{ id: 'look', tool: 'look' }] } },
      ],
    },
    {
      id: 'trigger.inspect',
      coolDown: '1h',
      match: { status: 'firing' },
      then: [
        {
          investigate: {
            task: 'Inspect ${labels.namespace}',
            steps: [{ id: 'inspect', tool: 'inspect', arguments: { namespace: '${labels.namespace}' } }],
          },
        },
      ],
    },
  ],
};

interface Started {
  readonly world?: Partial<World>;
  readonly perHour?: number;
  readonly store?: string;
  readonly models?: Readonly<Record<string, unknown>>;
}

function start({ world = {}, perHour = 10_000, store, models }: Started = {}): Promise<SecurityService> {
  return startService({
    world: { ...world, sets: [triggers, allowEverything, ...(world.sets ?? [])] },
    limits: { alertRequestsPerMinute: 0 },
    ...(store === undefined ? {} : { store }),
    config: {
      ...(models === undefined ? {} : { models }),
      alerts: {
        credentials: [{ token: credential }, { token: narrow, workspaces: ['shop'] }],
        workspaces: [mapped('shop'), mapped('lab')],
      },
      investigations: { workers: ['shop'], perHour },
    },
  });
}

let fingerprints = 0;
function alertOf(labels: Readonly<Record<string, string>> = {}, rest: object = {}) {
  return {
    status: 'firing',
    labels: { alertname: 'KubePodCrashLooping', tenant: 'shop', namespace: 'store', ...labels },
    annotations: {},
    startsAt: '2026-01-01T00:00:00Z',
    fingerprint: (++fingerprints).toString(16).padStart(16, '0'),
    ...rest,
  };
}

const send = (service: SecurityService, alerts: readonly object[], token: string = credential) =>
  service.send({ path: '/v1/alerts', token, body: { version: '4', alerts } });

async function read<T>(service: SecurityService, path: string, workspace = 'shop'): Promise<T> {
  const token = service.minter.mint({ active_workspace_id: workspace });
  const { status, text: body } = await service.send({ method: 'GET', path: `/workspaces/${workspace}${path}`, token });
  assert.equal(status, 200, body);
  return JSON.parse(body) as T;
}

interface Insights {
  readonly insights: readonly { readonly investigation_id: string; readonly status: string; readonly title: string }[];
}

async function settled(service: SecurityService): Promise<Insights['insights']> {
  for (;;) {
    const { insights } = await read<Insights>(service, '/insights?limit=200');
    if (insights.every(({ status }) => status === 'completed' || status === 'failed')) return insights;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('alerts', () => {
  test('ten thousand at once, from a sender that is known, cost a bounded number of rows and of readings, and nobody else', async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-flood-'));
    let inspections = 0;
    const inspect = defineReadTool({
      name: 'inspect',
      worker: 'shop',
      description: 'Inspects a namespace.',
      input: {
        type: 'object',
        additionalProperties: false,
        required: ['namespace'],
        properties: { namespace: { type: 'string' } },
      },
      async execute() {
        inspections += 1;
        return { evidence: [text('fine')] };
      },
    });
    const plugin = (api: PluginApi) => api.contribute(toolPoint, inspect);
    try {
      await using service = await start({ world: { plugin }, perHour: 20, store: join(directory, 'store.sqlite') });
      const total = 10_000;
      for (let sent = 0; sent < total; sent += 500) {
        const some = Array.from({ length: 500 }, (_, index) =>
          alertOf({ namespace: `n${sent + index}`, pod: `p${index}` }),
        );
        assert.equal((await send(service, some)).status, 202);
      }
      const insights = await settled(service);
      // The hour may turn meanwhile, once.
      assert.ok(insights.length >= 20 && insights.length <= 40, `${insights.length} investigations`);
      assert.ok(inspections <= insights.length, `${inspections} readings`);
      const { alerts } = await read<{ readonly alerts: readonly object[] }>(service, '/alerts?limit=200');
      assert.equal(alerts.length, 200);
      const kept = await service.engine.investigations.alerts(
        { subject: 'alice', workspace: 'shop', organizations: [], roles: [], permissions: [], token: undefined },
        100_000,
      );
      assert.equal(kept.length, 1_000);
      const [other] = JSON.parse((await send(service, [alertOf({ tenant: 'lab' })])).text).alerts as {
        outcome: string;
      }[];
      assert.equal(other?.outcome, 'begun', 'another workspace is looked after as ever');
      const asked = await service.send({ body: { message: 'what is wrong?' } });
      assert.equal(asked.status, 200);
      t.diagnostic(
        `figure: ${total} alerts, ${kept.length} kept, ${insights.length} investigations, ${inspections} readings`,
      );
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  test('orders in labels and annotations change nothing, in the investigation or when a person asks a puppet about it', async (t) => {
    const goal = {
      order: { tool: 'scale', arguments: { name: 'checkout', replicas: 0 } },
      sentence: 'scale checkout to 0',
    };
    const attacks = attacksFor(goal);
    let planted = '';
    const knows = [{ name: 'scale', takes: ['name', 'replicas'] }];
    const puppet = createPuppetModel({ knows });
    await using service = await start({
      models: { default: 'test/puppet', words: 'always', unapprovedWrites: true },
      world: {
        plugin: (api) =>
          api.contribute(llmProviderPoint, { id: 'test', locality: 'private', languageModel: () => puppet }),
        result: () => ({
          evidence: [text(planted)],
          findings: [finding({ summary: planted, remedy: { description: planted, ...goal.order } })],
        }),
      },
    });
    let waiting = 0;
    for (const attack of attacks) {
      planted = attack.text;
      const label = attack.text.slice(0, 500);
      const annotations = { summary: attack.text, description: attack.text, runbook_url: attack.text };
      const { status } = await send(service, [
        alertOf({ alertname: label, namespace: label, severity: label }, { annotations }),
        alertOf({ [label.slice(0, 100)]: label }, { annotations }),
      ]);
      assert.equal(status, 202, attack.name);
      await settled(service);
      assert.deepEqual(
        service.controlPlane.calls.filter(({ method }) => method !== 'GET'),
        [],
        attack.name,
      );
      let session: string | undefined;
      for (const message of ['what is wrong?', 'and what else did you find out?']) {
        const body = { message, ...(session === undefined ? {} : { session_id: session }) };
        const reply = JSON.parse((await service.send({ body })).text) as Readonly<Record<string, unknown>>;
        session = String(reply['session_id']);
        if (reply['approval'] !== undefined) waiting += 1;
      }
      assert.deepEqual(
        service.controlPlane.calls.filter(({ method }) => method !== 'GET'),
        [],
        attack.name,
      );
    }
    for (const { title } of await settled(service)) assert.match(title, /^[A-Za-z0-9 ().-]+$/);
    t.diagnostic(
      `figure: ${attacks.length} attacks in labels and annotations, 0 changes without approval (${puppet.obeyed.length} orders obeyed, ${waiting} wait for a person)`,
    );
  });

  test('of another workspace, by a credential that is not for it or labels that lead nowhere, are neither taken nor seen', async (t) => {
    await using service = await start();
    let refused = 0;
    for (const labels of [
      { tenant: 'lab' },
      { tenant: 'nobody' },
      { tenant: 'SHOP' },
      { tenant: 'shop\u200b' },
      { tenant: 'constructor' },
      { tenant: '' },
    ]) {
      const { status, text: body } = await send(service, [alertOf(labels)], narrow);
      assert.equal(status, 422, JSON.stringify(labels));
      assert.match(body, /target-not-allowed/);
      refused += 1;
    }
    assert.equal((await send(service, [alertOf()], narrow)).status, 202);
    await settled(service);
    for (const path of ['/alerts', '/insights', '/recommendations']) {
      const own = await read<Readonly<Record<string, unknown>>>(service, path, 'lab');
      assert.deepEqual(Object.values(own).at(-1), [], path);
    }
    const [insight] = (await read<Insights>(service, '/insights')).insights;
    const token = service.minter.mint({ active_workspace_id: 'lab' });
    const path = `/workspaces/lab/insights?investigation=${insight?.investigation_id}`;
    assert.equal((await service.send({ method: 'GET', path, token })).status, 404);
    t.diagnostic(`figure: ${refused} alerts of others refused, 0 seen in another workspace`);
  });

  test('cannot be sent with a token, and their credential opens nothing that a token opens', async (t) => {
    await using service = await start();
    assert.equal((await send(service, [alertOf()], service.minter.mint())).status, 401);
    const paths = [
      '/v1/chat',
      '/v1/approvals/a',
      '/auth/validate',
      '/workspaces/shop/analyze',
      '/workspaces/shop/remediate',
    ];
    for (const path of paths) {
      const body = { message: 'what is wrong?' };
      assert.equal((await service.send({ path, token: credential, body })).status, 401, path);
    }
    for (const path of ['/v1/chat?sessions=', '/workspaces/shop/alerts', '/workspaces/shop/insights']) {
      assert.equal((await service.send({ method: 'GET', path, token: credential })).status, 401, path);
    }
    const impersonated = service.minter.mint({ sub: 'urn:hexaops:investigator', user_id: 'urn:hexaops:investigator' });
    assert.equal((await service.send({ token: impersonated, body: { message: 'what is wrong?' } })).status, 401);
    assert.ok(!service.log.join('').includes(credential));
    t.diagnostic(`figure: ${paths.length + 3} paths closed to the credential, 0 opened by a token on its own`);
  });

  test('sent again, by whoever has kept them, begin nothing and bring nothing back', async (t) => {
    await using service = await start();
    const firing = alertOf();
    const resolved = { ...firing, status: 'resolved', endsAt: '2026-01-01T00:10:00Z' };
    await send(service, [firing]);
    await send(service, [resolved]);
    const before = (await settled(service)).length;
    for (let time = 0; time < 20; time++) await send(service, [firing]);
    assert.equal((await settled(service)).length, before);
    const { alerts } = await read<{ readonly alerts: readonly { readonly status: string }[] }>(service, '/alerts');
    assert.deepEqual(
      alerts.map(({ status }) => status),
      ['resolved'],
    );
    t.diagnostic('figure: 20 replays, 0 investigations');
  });
});
