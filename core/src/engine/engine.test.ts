import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { auditSinkPoint } from '../extension/audit.ts';
import { controlPlanePoint } from '../extension/control-plane.ts';
import { resolverPoint } from '../extension/resolver.ts';
import { ruleSourcePoint } from '../extension/rules.ts';
import type { Schema } from '../extension/schema.ts';
import { storePoint } from '../extension/store.ts';
import { defineReadTool, defineWriteTool, toolPoint } from '../extension/tool.ts';
import { definePlugin, type PluginApi } from '../plugin/plugin.ts';
import { parseRuleSets, type RuleSet } from '../rules/index.ts';
import { storedEvents, type RunEvent } from '../run/events.ts';
import { compileSchema } from '../schema/compile.ts';
import { createMemoryStore } from '../store/memory.ts';
import { auditOf } from '../testing/audit.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createFakeControlPlane } from '../testing/fake-control-plane.ts';
import { createEngine, type EngineConfig } from './create-engine.ts';

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.diagnose
    description: what is wrong?
    match: { text: { phrases: ["what is wrong"] } }
    then:
      - plan:
          task: Find what is wrong
          steps:
            - { id: diagnose, tool: diagnose-shop }
            - { id: count, tool: count-pods }
  - id: route.scale
    description: scale X to 3
    match:
      text:
        phrases: ["scale {workload} to {replicas}"]
        captures: { workload: { type: object, kinds: [Deployment] }, replicas: { type: integer, minimum: 0 } }
    then:
      - plan:
          task: "Scale \${workload} to \${replicas}"
          steps:
            - { id: scale, tool: scale-deployment, arguments: { name: "\${workload}", replicas: "\${replicas}" } }
`;

interface Shop {
  replicas: number;
  readonly workloads: readonly string[];
  finding: boolean;
  readError: Error | undefined;
  reads: number;
}

async function openShop({
  config = {},
  sets = [],
  plugin = () => undefined,
  now,
}: { config?: EngineConfig; sets?: readonly RuleSet[]; plugin?: (api: PluginApi) => void; now?: () => number } = {}) {
  const shop: Shop = {
    replicas: 1,
    workloads: ['checkout', 'cart-a', 'cart-b'],
    finding: false,
    readError: undefined,
    reads: 0,
  };
  const controlPlane = createFakeControlPlane();
  controlPlane.onPerform(({ parameters }) => (shop.replicas = Number(parameters['replicas'])));
  const store = createMemoryStore();
  const object = { kind: 'Deployment', namespace: 'shop', name: 'checkout' };
  const read = async () => {
    shop.reads += 1;
    if (shop.readError !== undefined) throw shop.readError;
  };
  const nothing = { type: 'object', additionalProperties: false } as const;
  const shopPlugin = definePlugin({
    register(api) {
      api.contribute(controlPlanePoint, controlPlane);
      api.contribute(storePoint, store);
      api.contribute(ruleSourcePoint, { id: 'test', load: async () => parseRuleSets(rules, 'test.yaml') });
      api.contribute(resolverPoint, {
        id: 'shop',
        kinds: ['Deployment'],
        resolve: async (words) => {
          await read();
          return shop.workloads
            .filter((name) => name.startsWith(words))
            .map((name) => ({
              kind: 'Deployment',
              namespace: 'shop',
              name,
              match: name === words ? ('exact' as const) : ('near' as const),
            }));
        },
      });
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'diagnose-shop',
          worker: 'shop',
          description: 'Names what is wrong.',
          input: nothing,
          async execute() {
            await read();
            const evidence = [
              {
                source: 'shop',
                query: 'GET /deployments/checkout',
                title: 'checkout has no replicas',
                content: { kind: 'text' as const, text: 'replicas: 0' },
              },
            ];
            if (!shop.finding) return { evidence, findings: [] };
            const remedy = {
              description: 'Scale it to 2.',
              tool: 'scale-deployment',
              arguments: { name: 'checkout', replicas: 2 },
            };
            const finding = {
              cause: 'zero-replicas',
              object,
              severity: 'critical' as const,
              confidence: 0.9,
              summary: 'checkout is scaled to zero',
              evidence: [0],
              remedy,
              rule: 'diagnose.zero',
            };
            return { evidence, findings: [finding] };
          },
        }),
      );
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'count-pods',
          worker: 'shop',
          description: 'Counts the pods of the shop.',
          input: nothing,
          execute: async () => ({
            evidence: [
              {
                source: 'shop',
                query: 'GET /pods',
                title: '3 pods',
                content: { kind: 'table', columns: ['name'], rows: [['a'], ['b'], ['c']] },
              },
            ],
          }),
        }),
      );
      api.contribute(
        toolPoint,
        defineWriteTool({
          name: 'scale-deployment',
          worker: 'shop',
          description: 'Scales a deployment of the shop.',
          input: {
            type: 'object',
            additionalProperties: false,
            required: ['name', 'replicas'],
            properties: { name: { type: 'string' }, replicas: { type: 'integer', minimum: 0 } },
          },
          operation: ({ name, replicas }) => ({
            operation: 'scale',
            target: `deployment/shop/${name}`,
            parameters: { name, replicas },
          }),
          preview: async ({ name, replicas }) => ({
            summary: `Scale ${name} from ${shop.replicas} to ${replicas}`,
            resourceVersion: String(shop.replicas),
            changes: [{ path: 'spec.replicas', before: shop.replicas, after: replicas }],
          }),
          verify: async ({ replicas }) => ({
            state: shop.replicas === replicas ? 'applied' : 'not-applied',
            summary: `checkout has ${shop.replicas} replicas`,
            evidence: [
              {
                source: 'shop',
                query: 'GET /deployments/checkout',
                title: 'checkout afterwards',
                content: { kind: 'text', text: `replicas: ${shop.replicas}` },
              },
            ],
          }),
        }),
      );
      plugin(api);
    },
  });
  const engine = await createEngine({
    plugins: [shopPlugin],
    config: { ...config, ruleSets: [...(config.ruleSets ?? []), ...sets] },
    ...(now === undefined ? {} : { now }),
  });
  return { engine, shop, controlPlane, store };
}

const alice = fakeCaller();
const ask = async (engine: Awaited<ReturnType<typeof openShop>>['engine'], message: string, caller = alice) =>
  collect(engine.ask(caller, { message }));
const types = (events: readonly RunEvent[]) => events.map(({ type }) => type);
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);
const runOf = (events: readonly RunEvent[]) => events[0]?.run ?? '';
const approve = (events: readonly RunEvent[], rest: object = {}) => ({
  id: lastOf(events, 'approval-required').approval.id,
  decision: 'approve' as const,
  ...rest,
});

describe('a question', () => {
  test('is planned by a rule, read side by side, and answered with its evidence', async () => {
    const { engine } = await openShop();
    const events = await ask(engine, 'What is wrong?');
    assert.deepEqual(types(events).slice(0, 2), ['run-started', 'plan-made']);
    assert.deepEqual(
      eventsOf(events, 'step-finished').map(({ status }) => status),
      ['succeeded', 'succeeded'],
    );
    assert.equal(new Set(eventsOf(events, 'evidence').map(({ evidence }) => evidence.id)).size, 2);
    assert.match(lastOf(events, 'answer').text, /nothing wrong.*\[e\d\]/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
    );
  });

  test('that no rule knows is told what can be asked', async () => {
    const { engine, shop } = await openShop();
    const events = await ask(engine, 'sing me a song');
    assert.match(lastOf(events, 'answer').text, /what is wrong\?/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.equal(shop.reads, 0);
  });

  test('names what could not be read, and answers all the same', async () => {
    const { engine, shop } = await openShop();
    shop.readError = new HexaopsError('cluster-unavailable', 'the cluster does not answer');
    const events = await ask(engine, 'what is wrong?');
    assert.match(lastOf(events, 'answer').text, /"diagnose-shop" failed: the cluster does not answer[\s\S]*|3 pods/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('every event of every kind of run fits the published schema', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../../../docs/events.schema.json', import.meta.url), 'utf8'),
    ) as Schema;
    const validate = compileSchema(schema);
    const { engine, shop } = await openShop();
    shop.finding = true;
    const first = await ask(engine, 'what is wrong?');
    const second = await collect(engine.decide(alice, approve(first)));
    const third = await ask(engine, 'scale cart to 3');
    for (const event of [...first, ...second, ...third]) assert.deepEqual(validate(event), [], event.type);
    assert.notDeepEqual(validate({ ...first[0], sequence: 0 }), []);
  });
});

describe('a change', () => {
  test('waits for an approval, is done once, and is read back', async () => {
    const { engine, controlPlane, shop, store } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    assert.equal(asked.at(-1)?.type, 'approval-required');
    const { approval } = lastOf(asked, 'approval-required');
    assert.deepEqual(approval.changes, [{ path: 'spec.replicas', before: 1, after: 3 }]);
    assert.deepEqual(approval.provenance['name'], { taint: 'caller', origin: 'you wrote "checkout"' });
    assert.equal(controlPlane.performed.length, 0);

    const done = await collect(engine.decide(alice, approve(asked, { hash: approval.hash })));
    assert.equal(shop.replicas, 3);
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.match(lastOf(done, 'answer').text, /Done: checkout has 3 replicas\. \[e1\]/);
    assert.equal(controlPlane.performed[0]?.idempotencyKey, approval.id);
    assert.deepEqual(
      (await auditOf(store)).map(({ phase }) => phase),
      ['intent', 'outcome'],
    );
    await assert.rejects(collect(engine.decide(alice, approve(asked))), is('approval-not-found'));
    assert.equal(controlPlane.performed.length, 1);
  });

  test('that is rejected is not done, and the answer says so', async () => {
    const { engine, controlPlane } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    const { id } = lastOf(asked, 'approval-required').approval;
    const events = await collect(engine.decide(alice, { id, decision: 'reject', reason: 'not now' }));
    assert.match(lastOf(events, 'answer').text, /alice rejected it: not now/);
    assert.equal(controlPlane.performed.length, 0);
  });

  test('follows from a finding only through an approval, and its arguments are marked untrusted', async () => {
    const allow: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'guard',
      rules: [{ id: 'guard.allow-all', match: { effect: 'write' }, then: [{ allow: true }] }],
    };
    const { engine, shop, controlPlane } = await openShop({ sets: [allow] });
    shop.finding = true;
    const events = await ask(engine, 'what is wrong?');
    assert.match(lastOf(events, 'answer').text, /checkout is scaled to zero/);
    const { approval } = lastOf(events, 'approval-required');
    assert.equal(approval.provenance['replicas']?.taint, 'untrusted');
    assert.equal(controlPlane.performed.length, 0);
    const done = await collect(engine.decide(alice, approve(events)));
    assert.equal(lastOf(done, 'run-finished').status, 'completed');
    assert.equal(shop.replicas, 2);
  });

  test('that a rule allows is done at once when nothing of it was read', async () => {
    const allow: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'guard',
      rules: [
        {
          id: 'guard.allow-small',
          match: { tool: 'scale-deployment' },
          when: 'step.arguments.replicas <= 3',
          then: [{ allow: true }],
        },
      ],
    };
    const { engine, shop } = await openShop({ sets: [allow] });
    const events = await ask(engine, 'scale checkout to 3');
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.equal(shop.replicas, 3);
  });

  test('is refused in code when the service is read only', async () => {
    const { engine, controlPlane } = await openShop({ config: { mode: 'readOnly' } });
    const events = await ask(engine, 'scale checkout to 3');
    assert.equal(lastOf(events, 'guard-decided').decision, 'deny');
    assert.match(lastOf(events, 'answer').text, /read only/);
    assert.equal(controlPlane.performed.length, 0);
  });

  test('says plainly that the control plane refused it', async () => {
    const { engine, controlPlane } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    controlPlane.failNext(new HexaopsError('forbidden', 'alice may not scale in shop'));
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.match(lastOf(events, 'answer').text, /refused "scale-deployment": alice may not scale in shop/);
    assert.equal(lastOf(events, 'operation-finished').outcome, 'not-applied');
  });

  test('whose answer is lost is read back before anything is said', async () => {
    for (const when of ['before', 'after'] as const) {
      const { engine, controlPlane } = await openShop();
      const asked = await ask(engine, 'scale checkout to 3');
      controlPlane.failNext(new HexaopsError('operation-outcome-unknown', 'no answer'), when);
      const events = await collect(engine.decide(alice, approve(asked)));
      assert.equal(lastOf(events, 'operation-finished').outcome, when === 'after' ? 'applied' : 'not-applied');
    }
  });

  test('is not done where the audit has no room, and the answer says what to do', async () => {
    const plugin = (api: PluginApi) =>
      api.contribute(auditSinkPoint, { id: 'down', deliver: () => Promise.reject(new Error('down')) });
    const { engine, controlPlane } = await openShop({ plugin, config: { audit: { room: 0 } } });
    const asked = await ask(engine, 'scale checkout to 3');
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'audit-full');
    assert.match(lastOf(events, 'answer').text, /audit records wait to be delivered/);
    assert.equal(controlPlane.performed.length, 0);
  });

  test('is not done when the object has changed since it was approved', async () => {
    const { engine, controlPlane, shop } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    shop.replicas = 7;
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'approval-mismatch');
    assert.equal(controlPlane.performed.length, 0);
  });

  test('expires politely', async () => {
    let now = Date.now();
    const { engine, controlPlane } = await openShop({ now: () => now, config: { approvalSeconds: 60 } });
    const asked = await ask(engine, 'scale checkout to 3', fakeCaller({ expiresAt: now + 1e9 }));
    now += 60_000;
    const events = await collect(engine.decide(fakeCaller({ expiresAt: now + 1e9 }), approve(asked)));
    assert.match(lastOf(events, 'answer').text, /nobody approved it in time/i);
    assert.equal(controlPlane.performed.length, 0);
  });
});

describe('the start', () => {
  test('fails where a plan names a tool that nobody brings', async () => {
    const route: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'route',
      rules: [
        {
          id: 'route.lost',
          match: { text: { phrases: ['hello'] } },
          then: [{ plan: { task: 't', steps: [{ id: 's', tool: 'scale-deploymnet' }] } }],
        },
      ],
    };
    await assert.rejects(
      openShop({ sets: [route] }),
      (error) =>
        HexaopsError.is(error, 'rules-invalid') && /route\.lost.*use one of: scale-deployment/.test(error.message),
    );
  });

  test('fails where a guard rule names a fact that there is not', async () => {
    const typo: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'guard',
      rules: [{ id: 'guard.typo', match: { enviroment: 'production' }, then: [{ deny: true }] }],
    };
    await assert.rejects(
      openShop({ sets: [typo] }),
      (error) => HexaopsError.is(error, 'rules-invalid') && /environment/.test(error.message + (error.nextStep ?? '')),
    );
  });
});

describe('four eyes', () => {
  const fourEyes: RuleSet = {
    apiVersion: 'hexaops/v1',
    kind: 'RuleSet',
    stage: 'guard',
    rules: [{ id: 'guard.four-eyes', match: { effect: 'write' }, then: [{ requireApproval: { fourEyes: true } }] }],
  };

  test('the requester cannot approve; a colleague can, and the change runs on the requester\u2019s next token', async () => {
    const { engine, controlPlane } = await openShop({ sets: [fourEyes] });
    const asked = await ask(engine, 'scale checkout to 3');
    await assert.rejects(collect(engine.decide(alice, approve(asked))), is('approval-not-allowed'));
    const erin = fakeCaller({ subject: 'erin' });
    assert.equal((await engine.approvals(erin)).length, 1);
    assert.equal((await engine.approvals(fakeCaller({ subject: 'carol', workspace: 'lab' }))).length, 0);
    const decided = await collect(engine.decide(erin, approve(asked)));
    assert.equal(decided.at(-1)?.type, 'reauthentication-required');
    assert.equal(controlPlane.performed.length, 0);
    await assert.rejects(collect(engine.resume(erin, runOf(asked), { kind: 'reauthenticated' })), is('not-found'));
    const done = await collect(engine.resume(alice, runOf(asked), { kind: 'reauthenticated' }));
    assert.equal(lastOf(done, 'run-finished').status, 'completed');
    assert.equal(controlPlane.performed[0]?.subject, 'alice');
  });

  test('a role that the token does not name is not held', async () => {
    const byRole: RuleSet = {
      ...fourEyes,
      rules: [
        { id: 'guard.role', match: { effect: 'write' }, then: [{ requireApproval: { role: 'workspace-admin' } }] },
      ],
    };
    const { engine } = await openShop({ sets: [byRole] });
    const asked = await ask(engine, 'scale checkout to 3');
    await assert.rejects(collect(engine.decide(alice, approve(asked))), is('approval-not-allowed'));
    await assert.rejects(
      collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked))),
      is('approval-not-found'),
    );
    const admin = fakeCaller({ subject: 'carol', roles: ['workspace-admin'] });
    const decided = await collect(engine.decide(admin, approve(asked)));
    assert.equal(lastOf(decided, 'approval-decided').by, 'carol');
    const done = await collect(engine.resume(alice, asked[0]?.run ?? '', { kind: 'reauthenticated' }));
    assert.equal(lastOf(done, 'run-finished').status, 'completed');
  });
});

describe('a suspended run', () => {
  test('asks for a fresh token once, and goes on with all that it has', async () => {
    let now = Date.now();
    const { engine, shop } = await openShop({ now: () => now });
    const expiring = fakeCaller({ expiresAt: now + 10_000 });
    shop.readError = new HexaopsError('reauthentication-required', 'the token has expired');
    const events = await ask(engine, 'what is wrong?', expiring);
    assert.equal(eventsOf(events, 'reauthentication-required').length, 1);
    assert.equal(events.at(-1)?.type, 'reauthentication-required');
    assert.equal(eventsOf(events, 'evidence').length, 1, 'the other step is kept');

    shop.readError = undefined;
    now += 20_000;
    for (const stranger of [fakeCaller({ subject: 'bob' }), fakeCaller({ workspace: 'lab' })]) {
      await assert.rejects(
        collect(engine.resume(stranger, runOf(events), { kind: 'reauthenticated' })),
        is('not-found'),
      );
    }
    const resumed = await collect(
      engine.resume(fakeCaller({ expiresAt: now + 10_000 }), runOf(events), { kind: 'reauthenticated' }),
    );
    assert.equal(resumed[0]?.type, 'run-resumed');
    assert.equal(eventsOf(resumed, 'step-started').length, 1, 'only what is missing is read again');
    assert.equal(lastOf(resumed, 'run-finished').status, 'completed');
  });

  test('is resumed by one of two, and the other is told', async () => {
    const { engine, controlPlane } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => collect(engine.decide(alice, approve(asked)))),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(controlPlane.performed.length, 1);
  });

  test('suspends where a permission was withdrawn, and takes a second refusal for an answer', async () => {
    const { engine, controlPlane, shop } = await openShop();
    const first = await ask(engine, 'scale checkout to 3');
    await collect(engine.decide(alice, approve(first)));
    const session = first[0]?.session ?? '';
    const second = await collect(engine.ask(alice, { message: 'scale checkout to 4', session }));
    controlPlane.failNext(new HexaopsError('forbidden', 'no longer'));
    const refused = await collect(engine.decide(alice, approve(second)));
    assert.equal(lastOf(refused, 'reauthentication-required').reason, 'permission-changed');
    controlPlane.failNext(new HexaopsError('forbidden', 'no longer'));
    const resumed = await collect(engine.resume(alice, runOf(second), { kind: 'reauthenticated' }));
    assert.match(lastOf(resumed, 'answer').text, /no longer/);
    assert.equal(shop.replicas, 3);
  });

  test('asks which of two objects is meant, and goes on with the answer', async () => {
    const { engine, shop } = await openShop();
    const asked = await ask(engine, 'scale cart to 2');
    const question = lastOf(asked, 'input-required');
    assert.deepEqual(
      question.choices.map(({ label }) => label),
      ['Deployment shop/cart-a', 'Deployment shop/cart-b'],
    );
    await assert.rejects(
      collect(engine.resume(alice, runOf(asked), { kind: 'input', value: 'cart-c' })),
      is('input-invalid'),
    );
    const answered = await collect(engine.resume(alice, runOf(asked), { kind: 'input', value: '2' }));
    assert.equal(lastOf(answered, 'approval-required').approval.bytes.arguments['name'], 'cart-b');
    await engine.cancel(alice, runOf(asked));
    assert.equal(shop.replicas, 1);
  });

  test('names near names when nothing has that name', async () => {
    const { engine } = await openShop();
    assert.match(
      lastOf(await ask(engine, 'scale nothing-like-it to 2'), 'answer').text,
      /no Deployment called "nothing-like-it"/,
    );
  });

  test('can be cancelled, by its owner alone', async () => {
    const { engine } = await openShop();
    const asked = await ask(engine, 'scale checkout to 3');
    await assert.rejects(engine.cancel(fakeCaller({ subject: 'bob' }), runOf(asked)), is('not-found'));
    await engine.cancel(alice, runOf(asked));
    await assert.rejects(collect(engine.decide(alice, approve(asked))), is('approval-not-found'));
    await assert.rejects(collect(engine.resume(alice, runOf(asked), { kind: 'reauthenticated' })), is('conflict'));
  });
});

describe('a run', () => {
  test('goes on when nobody reads, and can be re-attached by sequence', async () => {
    const { engine } = await openShop();
    const stream = engine.ask(alice, { message: 'what is wrong?' })[Symbol.asyncIterator]();
    const first = await stream.next();
    assert.equal(first.done, false);
    await stream.return?.();
    const run = first.value.run;
    const events = await collect(engine.events(alice, run, 1));
    assert.equal(events[0]?.sequence, 2);
    assert.equal(lastOf(await collect(engine.events(alice, run, 0)), 'run-finished').status, 'completed');
    await assert.rejects(collect(engine.events(fakeCaller({ subject: 'bob' }), run, 0)), is('not-found'));
  });

  test('is cancelled by the signal of the one who asked', async () => {
    const slow = (api: PluginApi) =>
      api.tap('toolResult', async (result) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return result;
      });
    const { engine } = await openShop({ plugin: slow });
    const stop = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of storedEvents(engine.ask(alice, { message: 'what is wrong?' }, { signal: stop.signal }))) {
      events.push(event);
      if (event.type === 'step-started') stop.abort();
    }
    assert.equal(lastOf(events, 'run-finished').status, 'cancelled');
  });

  test('that is worked on when the engine shuts down is let go of, not cancelled', async () => {
    const stuck = (api: PluginApi) => api.tap('toolResult', () => new Promise<never>(() => undefined));
    const { engine } = await openShop({ plugin: stuck, config: { drainMilliseconds: 20 } });
    const events: RunEvent[] = [];
    for await (const event of storedEvents(engine.ask(alice, { message: 'what is wrong?' }))) {
      events.push(event);
      if (eventsOf(events, 'step-started').length === 2) void engine[Symbol.asyncDispose]();
    }
    assert.deepEqual(eventsOf(events, 'run-finished'), []);
    const state = await collect(engine.events(alice, runOf(events), 0, { follow: false }));
    assert.equal(state.at(-1)?.type, 'step-started');
  });

  test('stops at its budget and says so', async () => {
    const { engine } = await openShop({ config: { budget: { steps: 1 } } });
    const events = await ask(engine, 'what is wrong?');
    assert.deepEqual(
      eventsOf(events, 'step-finished').flatMap(({ error }) => error?.code ?? []),
      ['budget-exceeded'],
    );
  });

  test('keeps the token out of every event, and its owner\u2019s history apart', async () => {
    const { engine, shop } = await openShop();
    shop.finding = true;
    const canary = fakeCaller({ token: 'canary-token' });
    const events = await ask(engine, 'what is wrong?', canary);
    const done = await collect(engine.decide(canary, approve(events)));
    assert.doesNotMatch(JSON.stringify([...events, ...done]), /canary-token/);
    const session = events[0]?.session ?? '';
    const history = await engine.history(canary, session);
    assert.deepEqual(
      history.map(({ role }) => role),
      ['user', 'assistant', 'assistant'],
    );
    await assert.rejects(engine.history(fakeCaller({ subject: 'bob' }), session), is('not-found'));
    await engine.deleteSession(canary, session);
    await assert.rejects(engine.history(canary, session), is('not-found'));
  });

  test('observers that throw harm nobody', async () => {
    const { engine } = await openShop({
      plugin: (api) => api.tap('runEvent', () => Promise.reject(new Error('broken observer'))),
    });
    assert.equal(lastOf(await ask(engine, 'what is wrong?'), 'run-finished').status, 'completed');
  });

  test('a thousand interleaved callers: no operation carries another\u2019s token', async () => {
    const allow: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'guard',
      rules: [{ id: 'guard.allow', match: { effect: 'write' }, then: [{ allow: true }] }],
    };
    const changes = { operationsOnTarget: 2000, operationsInWorkspace: 2000 };
    const { engine, controlPlane } = await openShop({ sets: [allow], config: { changes } });
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        ask(engine, 'scale checkout to 3', fakeCaller({ subject: `user-${index}` })),
      ),
    );
    assert.equal(controlPlane.performed.length, 1000);
    assert.deepEqual(
      controlPlane.performed.filter(({ subject, bearer }) => bearer !== `token-of-${subject}`),
      [],
    );
  });
});
