// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  allowEverything,
  createShop,
  findingOf,
  openShop,
  type Shop,
  type ShopOptions,
  textEvidence,
} from '../engine/testing/shop.ts';
import type { Engine } from '../engine/types.ts';
import { HexaopsError } from '../errors.ts';
import { authenticatorPoint } from '../extension/authenticator.ts';
import { defineReadTool, type ToolContext, toolPoint } from '../extension/tool.ts';
import type { PluginApi } from '../plugin/plugin.ts';
import type { Rule, RuleSet } from '../rules/index.ts';
import { attacksFor } from '../testing/attacks.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import type { AlertReport } from './report.ts';
import { investigator } from './service-caller.ts';
import type { InvestigationSettings } from './settings.ts';

const alice = fakeCaller({ expiresAt: Number.MAX_SAFE_INTEGER });
const { workspace } = alice;
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);

const triggers = (...rules: readonly Rule[]): RuleSet => ({
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'trigger',
  rules,
});
const lookAtShop: Rule = {
  id: 'trigger.look',
  match: { status: 'firing' },
  coolDown: '1h',
  then: [{ investigate: { task: 'Look at ${labels.namespace}', steps: [{ id: 'look', tool: 'look' }] } }],
};
const inspect: Rule = {
  id: 'trigger.inspect',
  match: { status: 'firing' },
  coolDown: '1h',
  then: [
    {
      investigate: {
        task: 'Inspect ${labels.namespace}',
        steps: [{ id: 'inspect', tool: 'inspect', arguments: { namespace: '${labels.namespace}' } }],
      },
    },
  ],
};

let reports = 0;
function report(labels: Readonly<Record<string, string>> = {}, rest: Partial<AlertReport> = {}): AlertReport {
  return {
    fingerprint: `f${++reports}`,
    status: 'firing',
    labels: { alertname: 'KubePodCrashLooping', severity: 'critical', tenant: 'shop', namespace: 'shop', ...labels },
    annotations: { summary: 'a pod crashes' },
    startsAt: 1_000,
    ...rest,
  };
}

interface Opened {
  readonly shop: Shop;
  readonly engine: Engine;
  /** What `inspect` was called with. */
  readonly inspected: { readonly input: unknown; readonly context: ToolContext }[];
}

async function opened(
  rules: readonly Rule[] = [lookAtShop],
  settings: Partial<InvestigationSettings> = {},
  options: ShopOptions & { readonly shop?: Shop } = {},
): Promise<Opened> {
  const shop = options.shop ?? createShop();
  const inspected: Opened['inspected'] = [];
  const plugin = (api: PluginApi) => {
    api.contribute(
      toolPoint,
      defineReadTool({
        name: 'inspect',
        worker: 'inspector',
        description: 'Inspects a namespace.',
        input: {
          type: 'object',
          additionalProperties: false,
          required: ['namespace'],
          properties: { namespace: { type: 'string' } },
        },
        async execute(input, context) {
          inspected.push({ input, context });
          return { evidence: [textEvidence(`inspected ${input.namespace}`)] };
        },
      }),
    );
    options.plugin?.(api);
  };
  const engine = await openShop(shop, {
    ...options,
    plugin,
    sets: [triggers(...rules), ...(options.sets ?? [])],
    config: {
      ...options.config,
      investigations: {
        workers: ['shop', 'inspector'],
        workspaces: [
          { labels: { tenant: 'shop' }, workspace },
          { labels: { tenant: 'lab' }, workspace: 'lab' },
        ],
        ...settings,
      },
    },
  });
  return { shop, engine, inspected };
}

/** The investigations of a workspace when none is at work any more. */
async function settled(engine: Engine, caller = alice) {
  for (let turn = 0; turn < 10_000; turn++) {
    const all = await engine.investigations.list(caller, 100);
    if (all.every(({ status }) => status === 'completed' || status === 'failed')) return all;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return assert.fail('the investigations do not end');
}

describe('an alert that a rule waits for', () => {
  test('is looked into without anybody, and what was found can be read by the people of the workspace alone', async () => {
    const { shop, engine } = await opened();
    shop.result = () => ({ evidence: [textEvidence('replicas: 0')], findings: [findingOf()] });
    const [reception] = await engine.investigations.receive([report()]);
    assert.equal(reception?.outcome, 'begun');
    const [investigation] = await settled(engine);
    assert.ok(investigation);
    assert.deepEqual(
      [investigation.status, investigation.title, investigation.rule, investigation.alert.name],
      ['completed', 'Look at shop', 'trigger.look', 'KubePodCrashLooping'],
    );
    assert.equal(investigation.outcome?.summary, 'checkout is scaled to zero');
    const whole = await engine.investigations.report(alice, investigation.id);
    assert.deepEqual(
      whole.evidence.map(({ source, taint }) => [source, taint]),
      [
        ['alertmanager', 'untrusted'],
        ['shop', 'untrusted'],
      ],
    );
    assert.match(whole.answer?.text ?? '', /checkout is scaled to zero.*\[e2\]/s);
    assert.equal(whole.findings[0]?.cause, 'zero-replicas');
    const [alert] = await engine.investigations.alerts(alice, 10);
    assert.deepEqual([alert?.status, alert?.investigation], ['firing', investigation.id]);
    const mallory = fakeCaller({ subject: 'mallory', workspace: 'lab' });
    assert.deepEqual(await engine.investigations.list(mallory, 10), []);
    assert.deepEqual(await engine.investigations.alerts(mallory, 10), []);
    await assert.rejects(engine.investigations.report(mallory, investigation.id), is('not-found'));
    await assert.rejects(engine.investigations.report(alice, 'x'), is('not-found'));
  });

  test('recommends what would mend it, and does nothing of it', async () => {
    const { shop, engine } = await opened([lookAtShop], {}, { sets: [allowEverything] });
    shop.result = () => ({ evidence: [textEvidence('replicas: 0')], findings: [findingOf()] });
    await engine.investigations.receive([report()]);
    await settled(engine);
    const [recommendation, ...more] = await engine.investigations.recommendations(alice);
    assert.deepEqual(more, []);
    assert.equal(recommendation?.finding.remedy?.tool, 'scale');
    assert.equal(recommendation?.ask, 'why is Deployment shop/checkout failing?');
    assert.deepEqual(shop.effects, []);
    assert.deepEqual(await engine.approvals(alice), []);
  });

  test('begins nothing where no rule asks for it, and is kept', async () => {
    const { engine } = await opened([{ ...lookAtShop, match: { name: 'Other' } }]);
    assert.equal((await engine.investigations.receive([report()]))[0]?.outcome, 'recorded');
    assert.deepEqual(await engine.investigations.list(alice, 10), []);
    assert.equal((await engine.investigations.alerts(alice, 10)).length, 1);
  });

  test('begins what every rule asks for that fits', async () => {
    const { engine } = await opened([lookAtShop, inspect]);
    await engine.investigations.receive([report()]);
    assert.deepEqual((await settled(engine)).map(({ rule }) => rule).sort(), ['trigger.inspect', 'trigger.look']);
  });

  test('can be looked into by the plan of a rule that people use', async () => {
    const playbook: Rule = {
      ...lookAtShop,
      then: [{ investigate: { task: 'Look', playbook: 'route.diagnose' } }],
    };
    const { engine } = await opened([playbook]);
    await engine.investigations.receive([report()]);
    const [investigation] = await settled(engine);
    const whole = await engine.investigations.report(alice, investigation?.id ?? '');
    assert.deepEqual(new Set(whole.evidence.map(({ step }) => step)), new Set(['alert', 'look', 'count']));
  });
});

describe('the same alert', () => {
  test('told of again, by another replica or after a restart, begins nothing more until the rest is over', async () => {
    const shop = createShop();
    let time = 10_000;
    const options = { shop, now: () => time };
    const first = await opened([lookAtShop], {}, options);
    const second = await opened([lookAtShop], {}, options);
    const alert = report();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? first : second).engine.investigations.receive([alert]),
      ),
    );
    assert.equal(outcomes.flat().filter(({ outcome }) => outcome === 'begun').length, 1);
    await settled(first.engine);
    const third = await opened([lookAtShop], {}, options);
    assert.equal((await third.engine.investigations.receive([alert]))[0]?.outcome, 'resting');
    time += 3_600_001;
    assert.equal((await third.engine.investigations.receive([alert]))[0]?.outcome, 'begun');
    assert.equal((await settled(third.engine)).length, 2);
  });

  test('that flaps is looked into once in the rest of the rule, and rules can tell', async () => {
    const { engine } = await opened([{ ...inspect, match: { flapping: true } }, lookAtShop]);
    const outcomes: string[] = [];
    for (let time = 1; time <= 5; time++) {
      const flapping = report({}, { fingerprint: 'same', startsAt: time * 1_000 });
      for (const each of [flapping, { ...flapping, status: 'resolved', endsAt: time * 1_000 + 500 } as const]) {
        outcomes.push(...(await engine.investigations.receive([each])).map(({ outcome }) => outcome));
      }
    }
    const all = await settled(engine);
    assert.deepEqual(all.map(({ rule }) => rule).sort(), ['trigger.inspect', 'trigger.look']);
    assert.equal(outcomes.filter((outcome) => outcome === 'begun').length, 2);
    assert.equal((await engine.investigations.alerts(alice, 10))[0]?.fired, 5);
  });

  test('sent again by whoever has kept it moves nothing', async () => {
    const { engine } = await opened();
    const firing = report();
    const resolved = { ...firing, status: 'resolved', endsAt: 2_000 } as const;
    await engine.investigations.receive([firing]);
    await engine.investigations.receive([resolved]);
    await settled(engine);
    assert.equal((await engine.investigations.receive([firing]))[0]?.outcome, 'stale');
    assert.equal((await engine.investigations.alerts(alice, 10))[0]?.status, 'resolved');
  });

  test('of a hundred pods, because of which the same would be read, is one investigation', async () => {
    const { engine, inspected } = await opened([inspect]);
    const all = Array.from({ length: 100 }, (_, index) => report({ pod: `checkout-${index}` }));
    const outcomes = (await engine.investigations.receive(all)).map(({ outcome }) => outcome);
    await settled(engine);
    assert.deepEqual(new Set(outcomes), new Set(['begun']));
    assert.equal(inspected.length, 1);
    assert.equal((await engine.investigations.list(alice, 10)).length, 1);
  });
});

describe('an investigation', () => {
  test('has neither a token nor a permission to change anything, and nobody can be the one it works for', async () => {
    const { engine, inspected, shop } = await opened([inspect]);
    await engine.investigations.receive([report()]);
    await settled(engine);
    const { caller } = inspected[0]?.context ?? assert.fail();
    assert.deepEqual(caller, {
      kind: 'service',
      subject: investigator,
      workspace,
      organizations: [],
      roles: [],
      permissions: ['aiops:read'],
      token: undefined,
    });
    for (const forged of [fakeCaller({ subject: investigator }), caller]) {
      await assert.rejects(collect(engine.ask(forged, { message: 'what is wrong?' })), is('token-invalid'));
      assert.throws(() => engine.sessions(forged), is('token-invalid'));
      await assert.rejects(engine.investigations.list(forged, 1), is('token-invalid'));
      const other = await openShop(shop, {
        plugin: (api) => api.contribute(authenticatorPoint, { id: 'forged', authenticate: async () => forged }),
      });
      await assert.rejects(other.authenticate({ headers: {} }, AbortSignal.timeout(60_000)), is('token-invalid'));
    }
  });

  test('reads with the workers that the operator has named; what else a rule names is left out and said', async () => {
    const both: Rule = {
      ...lookAtShop,
      then: [
        {
          investigate: {
            task: 'Look',
            steps: [
              { id: 'look', tool: 'look' },
              { id: 'inspect', tool: 'inspect', arguments: { namespace: '${labels.namespace}' } },
              { id: 'graph', tool: 'draw-graph' },
            ],
          },
        },
      ],
    };
    const { engine, inspected } = await opened([both], { workers: ['shop'] });
    await engine.investigations.receive([report()]);
    const [investigation] = await settled(engine);
    const { unavailable, answer } = await engine.investigations.report(alice, investigation?.id ?? '');
    assert.deepEqual(
      unavailable.map(({ source }) => source),
      ['inspect', 'draw-graph'],
    );
    assert.match(unavailable[0]?.reason ?? '', /reads with the token of whoever asks/);
    assert.match(answer?.text ?? '', /Could not be read: inspect .*draw-graph \(not installed here\)/);
    assert.deepEqual(inspected, []);
  });

  test('by a rule that names a change is refused when the rules are loaded', async () => {
    const scale: Rule = {
      ...lookAtShop,
      then: [
        {
          investigate: {
            task: 'Mend it',
            steps: [{ id: 'scale', tool: 'scale', arguments: { name: 'checkout', replicas: 3 } }],
          },
        },
      ],
    };
    await assert.rejects(opened([scale]), (error) => {
      assert.ok(HexaopsError.is(error, 'rules-invalid'));
      assert.match(error.message, /"scale" changes something, and an investigation changes nothing/);
      return true;
    });
    const byPlaybook: Rule = { ...lookAtShop, then: [{ investigate: { task: 'Mend it', playbook: 'route.scale' } }] };
    await assert.rejects(opened([byPlaybook]), is('rules-invalid'));
    const unknown: Rule = { ...lookAtShop, then: [{ investigate: { task: 'Mend it', playbook: 'route.scales' } }] };
    await assert.rejects(opened([unknown]), /route\.scale/);
  });

  test('with a worker that no plugin brings is refused at the start', async () => {
    await assert.rejects(opened([lookAtShop], { workers: ['inspecter'] }), (error) => {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      assert.match(error.nextStep ?? '', /^use one of: inspector/);
      return true;
    });
  });

  test('changes nothing, though its rule is changed in the store to do so', async () => {
    const { engine, shop } = await opened([lookAtShop], {}, { sets: [allowEverything] });
    const step = { tool: 'scale', worker: 'shop', effect: 'write', needs: [] } as const;
    const provenance = {
      name: { taint: 'caller', origin: 'you' },
      replicas: { taint: 'caller', origin: 'you' },
    } as const;
    const steps = [{ ...step, id: 'scale', arguments: { name: 'checkout', replicas: 3 }, provenance }];
    const plan = { task: 'Scale it', steps, madeBy: { rule: 'trigger.look' }, tainted: false };
    const alert = { fingerprint: 'f', name: 'n', labels: {}, annotations: {}, startsAt: 0 };
    const record = { id: '0'.repeat(32), workspace, fingerprint: 'x', createdAt: Date.now(), title: 'Scale it' };
    const body = JSON.stringify({ rule: 'trigger.look', plan, left: [], alert });
    await shop.store.investigations.keep({ ...record, status: 'waiting', body });
    await engine.investigations.receive([report()]);
    await settled(engine);
    assert.deepEqual([shop.effects, shop.controlPlane.performed], [[], []]);
    const { unavailable } = await engine.investigations.report(alice, record.id);
    assert.equal(unavailable[0]?.source, 'scale');
  });

  test('that its source fails, or refuses for want of a token, says so', async () => {
    const { engine, shop } = await opened();
    shop.result = () => {
      throw new HexaopsError('token-invalid', 'the control plane is called with the token of the caller');
    };
    await engine.investigations.receive([report()]);
    const [investigation] = await settled(engine);
    const whole = await engine.investigations.report(alice, investigation?.id ?? '');
    assert.equal(whole.status, 'completed');
    assert.deepEqual(whole.unavailable, [
      { source: 'look', reason: 'the control plane is called with the token of the caller' },
    ]);
  });

  test('that takes too long ends, and says so', async () => {
    const { engine, shop } = await opened([lookAtShop], { seconds: 1 });
    shop.result = () => new Promise(() => undefined);
    await engine.investigations.receive([report()]);
    for (;;) {
      const [investigation] = await engine.investigations.list(alice, 1);
      if (investigation?.status === 'failed') {
        assert.match(investigation.outcome?.summary ?? '', /did not come to an end/);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test('that its engine lets go of is gone on with by another, from where it stands', async () => {
    const shop = createShop();
    const first = await opened([lookAtShop], {}, { shop, config: { drainMilliseconds: 50 } });
    const reached = Promise.withResolvers<void>();
    shop.result = () => {
      reached.resolve();
      return new Promise(() => undefined);
    };
    await first.engine.investigations.receive([report()]);
    await reached.promise;
    await first.engine[Symbol.asyncDispose]();
    shop.result = () => ({ evidence: [textEvidence('fine')], findings: [] });
    const second = await opened([lookAtShop, inspect], {}, { shop });
    assert.equal((await second.engine.investigations.list(alice, 10))[0]?.status, 'waiting');
    await second.engine.investigations.receive([report({ namespace: 'other' })]);
    const all = await settled(second.engine);
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(['completed']));
    const gone = all.find(({ rule }) => rule === 'trigger.look');
    const { evidence } = await second.engine.investigations.report(alice, gone?.id ?? '');
    assert.equal(evidence.filter(({ source }) => source === 'alertmanager').length, 1);
  });
});

describe('a flood of alerts', () => {
  test('begins no more than the workspace has within an hour, keeps no more than it has room for, and says so', async () => {
    const { engine, inspected } = await opened([inspect], { perHour: 5, alerts: 50 });
    const flood = Array.from({ length: 1_000 }, (_, index) => report({ namespace: `n${index}` }));
    const outcomes = new Map<string, number>();
    for (let start = 0; start < flood.length; start += 250) {
      for (const { outcome } of await engine.investigations.receive(flood.slice(start, start + 250)))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(outcomes), { begun: 5, limited: 995 });
    assert.equal((await settled(engine)).length, 5);
    assert.equal(inspected.length, 5);
    assert.equal((await engine.investigations.alerts(alice, 1_000)).length, 50);
    const health = (await engine.health(AbortSignal.timeout(60_000))).find(
      ({ component }) => component === 'investigations',
    );
    assert.match(health?.message ?? '', /^1000 alerts received, 995 not looked into/);
    const other = report({ tenant: 'lab', namespace: 'lab' });
    assert.equal((await engine.investigations.receive([other]))[0]?.outcome, 'begun', 'another workspace has its own');
  });

  test('is worked on a few at a time', async () => {
    const { engine, shop } = await opened([lookAtShop, inspect], { atOnce: 1 });
    let atWork = 0;
    let most = 0;
    shop.result = async () => {
      most = Math.max(most, ++atWork);
      await new Promise((resolve) => setImmediate(resolve));
      atWork -= 1;
      return { evidence: [] };
    };
    await engine.investigations.receive(['a', 'b', 'c'].map((namespace) => report({ namespace })));
    assert.equal((await settled(engine)).length, 4);
    assert.equal(most, 1);
  });
});

describe('what an alert says', () => {
  test('of no workspace that is known is refused with words and counted, and keeps no other from being taken', async () => {
    const { engine } = await opened();
    const [unknown, known] = await engine.investigations.receive([report({ tenant: 'nobody' }), report()]);
    assert.equal(unknown?.outcome, 'refused');
    assert.match(unknown.reason ?? '', /no workspace that is configured/);
    assert.equal(known?.outcome, 'begun');
    const [outside] = await engine.investigations.receive([report({ tenant: 'lab' })], [workspace]);
    assert.match(outside?.reason ?? '', /credential is not for/);
    await settled(engine);
    const health = (await engine.health(AbortSignal.timeout(60_000))).find(
      ({ component }) => component === 'investigations',
    );
    assert.match(health?.message ?? '', /3 alerts received, 2 refused/);
    assert.deepEqual(await engine.investigations.list(fakeCaller({ workspace: 'lab' }), 10), []);
  });

  test('is inserted where it is a name, and nowhere else', async () => {
    const { engine, inspected } = await opened([inspect, lookAtShop]);
    await engine.investigations.receive([report({ namespace: '../../lab', alertname: 'x"; drop table' })]);
    const all = await settled(engine);
    assert.deepEqual(inspected, [], 'its step is left out');
    assert.deepEqual(
      all.map(({ title }) => title),
      ['Look at (unknown)'],
    );
  });

  test('in any words, in labels and annotations, changes nothing, though the rules would let every change through', async (t) => {
    const goal = {
      order: { tool: 'scale', arguments: { name: 'checkout', replicas: 0 } },
      sentence: 'scale checkout to 0',
    };
    const attacks = attacksFor(goal);
    const { engine, shop, inspected } = await opened(
      [lookAtShop, inspect],
      { perHour: 10_000 },
      { sets: [allowEverything] },
    );
    for (const { text } of attacks) {
      shop.result = () => ({
        evidence: [textEvidence(text)],
        findings: [
          findingOf({
            summary: text,
            remedy: { description: text, tool: 'scale', arguments: { name: 'checkout', replicas: 0 } },
          }),
        ],
      });
      const label = text.slice(0, 400);
      await engine.investigations.receive([
        report(
          { alertname: label, namespace: label, [label.slice(0, 60)]: label },
          { annotations: { summary: text, runbook_url: text } },
        ),
        report({ namespace: `n${inspected.length}` }, { annotations: { description: text } }),
      ]);
      await settled(engine);
    }
    const all = await engine.investigations.list(alice, 10_000);
    assert.ok(all.length >= attacks.length);
    for (const { id } of all) {
      const { answer } = await engine.investigations.report(alice, id);
      assert.doesNotMatch(answer?.text ?? '', /(?<![\\`])!?\[[^\]]*\]\(/, 'no link or image works');
    }
    assert.deepEqual(shop.effects, []);
    assert.deepEqual(shop.controlPlane.performed, []);
    assert.deepEqual(await shop.audit(), []);
    assert.deepEqual(await engine.approvals(alice), []);
    t.diagnostic(
      `figure: ${attacks.length} attacks in labels, annotations, findings and remedies, ${all.length} investigations, 0 changes and 0 that wait for one`,
    );
  });
});

describe('whoever asks about the same', () => {
  const found = async () => {
    let time = 1_000_000;
    const both = await opened([lookAtShop], {}, { now: () => time });
    both.shop.result = () => ({ evidence: [textEvidence('replicas: 0')], findings: [findingOf()] });
    await both.engine.investigations.receive([report()]);
    await settled(both.engine);
    time += 12 * 60_000;
    return { ...both, pass: (milliseconds: number) => void (time += milliseconds) };
  };

  test('is given what was found, as a source with its time, and can go on to the whole of it', async () => {
    const { engine, shop } = await found();
    shop.result = () => ({ evidence: [textEvidence('fine')], findings: [] });
    const events = await collect(engine.ask(alice, { message: 'what is wrong?' }));
    const own = eventsOf(events, 'evidence').find(({ evidence }) => evidence.source === 'investigations');
    assert.ok(own);
    assert.match(own.evidence.title, /without anybody asking, 12 min ago: what was found then may have changed since/);
    const { text, citations, suggestions } = lastOf(events, 'answer');
    assert.ok(citations.includes(own.evidence.id));
    assert.match(text, /checkout is scaled to zero/);
    const { text: suggestion = '' } = suggestions[0] ?? {};
    assert.match(suggestion, /^show the investigation [0-9a-f]{32}$/);
    const shown = await collect(engine.ask(alice, { message: suggestion }));
    assert.match(lastOf(shown, 'answer').text, /replicas: 0/);
    assert.match(lastOf(shown, 'answer').text, /ended 1970-01-01T00:16:40/);
  });

  test('is given nothing in another workspace, nothing that is old, and nothing where there is none', async () => {
    const { engine, shop, pass } = await found();
    shop.result = () => ({ evidence: [textEvidence('fine')], findings: [] });
    const told = async (caller = alice) => {
      const events = await collect(engine.ask(caller, { message: 'what is wrong?' }));
      return eventsOf(events, 'evidence').filter(({ evidence }) => evidence.source === 'investigations').length;
    };
    assert.equal(await told(), 1);
    assert.equal(await told(fakeCaller({ workspace: 'lab', expiresAt: Number.MAX_SAFE_INTEGER })), 0);
    pass(24 * 3_600_000);
    assert.equal(await told(), 0);
  });

  test('can ask what alerts have led to', async () => {
    const { engine } = await found();
    for (const message of [
      'what have alerts led to?',
      'which alerts were investigated?',
      'show me the investigations',
    ]) {
      const events = await collect(engine.ask(alice, { message }));
      assert.match(lastOf(events, 'answer').text, /KubePodCrashLooping/, message);
    }
  });

  test('is asked by no change: a plan that changes something reads nothing more for it', async () => {
    const { engine } = await found();
    const events = await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
    assert.ok(!lastOf(events, 'plan-made').plan.steps.some(({ worker }) => worker === 'investigations'));
  });
});

test('without the configuration for it nothing is looked into, and that is said', async () => {
  const engine = await openShop(createShop());
  assert.throws(() => engine.investigations, is('not-implemented'));
  const events = await collect(engine.ask(alice, { message: 'what is wrong?' }));
  assert.equal(lastOf(events, 'plan-made').plan.steps.length, 2);
});
