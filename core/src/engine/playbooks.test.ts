import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import type { Schema } from '../extension/schema.ts';
import type { Moment } from '../run/moment.ts';
import { compileSchema } from '../schema/compile.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { openPlaybook, type Source, told } from './testing/playbook.ts';
import type { Engine } from './types.ts';

const head = 'apiVersion: hexaops/v1\nkind: RuleSet\nstage: route\nmissingTools: skip\nrules:\n';

/** A rule for `look at NAME` with these steps, in YAML's flow style. */
function rule(steps: readonly string[], rest = ''): string {
  return `${head}  - id: pack.look
    match: { text: { phrases: ["look at {workload}"], captures: { workload: { type: object, kinds: [Deployment] } } } }
    then:
      - plan:
          task: Look at \${workload}
          ${rest}
          steps:
${steps.map((step) => `            - ${step}`).join('\n')}
`;
}

const four = ['rollouts', 'logs', 'metrics', 'events'];
const fourSteps = four.map((name) => `{ id: ${name}, tool: read-${name}, arguments: { name: "\${workload}" } }`);
const answers: Source = async () => told('a source');
const all = (source: Source) => Object.fromEntries(four.map((name) => [name, source]));
const ask = (engine: Engine, message = 'look at checkout') => collect(engine.ask(fakeCaller(), { message }));
const statuses = (events: Awaited<ReturnType<typeof ask>>) =>
  Object.fromEntries(eventsOf(events, 'step-finished').map(({ step, status }) => [step, status]));

/** Never brings anything back; ends when it is told to. */
const silent: Source = (_, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('a playbook', () => {
  test('reads all of its sources side by side', async () => {
    let begun = 0;
    const all4 = Promise.withResolvers<void>();
    // Each source answers only once all have been asked.
    const together: Source = async () => {
      begun += 1;
      if (begun === 4) all4.resolve();
      await all4.promise;
      return told('a source');
    };
    await using engine = await openPlaybook(rule(fourSteps), all(together));
    const events = await ask(engine);
    assert.deepEqual(Object.values(statuses(events)), ['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  });

  test('loses one deadline to a source that is silent, names it, and answers the rest', async () => {
    const steps = [...fourSteps.slice(1), '{ id: rollouts, tool: read-rollouts, deadline: 50ms }'];
    await using engine = await openPlaybook(rule(steps), { ...all(answers), rollouts: silent });
    const events = await ask(engine);
    assert.deepEqual(statuses(events), {
      rollouts: 'failed',
      logs: 'succeeded',
      metrics: 'succeeded',
      events: 'succeeded',
    });
    const { text, citations } = lastOf(events, 'answer');
    assert.match(text, /"read-rollouts" failed: the step "rollouts" took longer than 50 ms/);
    assert.equal(citations.length, 3);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('names a source that is dead, and answers the rest', async () => {
    const dead: Source = () => Promise.reject(new HexaopsError('source-unavailable', 'nobody answers at logs:8123'));
    await using engine = await openPlaybook(rule(fourSteps), { ...all(answers), logs: dead });
    const { text, citations } = lastOf(await ask(engine), 'answer');
    assert.match(text, /"read-logs" failed: nobody answers at logs:8123/);
    assert.equal(citations.length, 3);
  });

  test('goes on with what waits for a fast source while a slow one is read', async () => {
    const second = Promise.withResolvers<void>();
    const steps = [
      '{ id: logs, tool: read-logs }',
      '{ id: rollouts, tool: read-rollouts }',
      '{ id: events, tool: read-events, needs: [rollouts] }',
    ];
    await using engine = await openPlaybook(rule(steps), {
      // The slow one ends only after what does not wait for it.
      logs: async () => {
        await second.promise;
        return told('logs');
      },
      rollouts: answers,
      events: async () => {
        second.resolve();
        return told('events');
      },
    });
    assert.deepEqual(Object.keys(statuses(await ask(engine))), ['rollouts', 'events', 'logs']);
  });

  test('ends every source when the run is cancelled', async () => {
    let begun = 0;
    const ended: string[] = [];
    const running = Promise.withResolvers<void>();
    const source: Source = async (input, context) => {
      begun += 1;
      if (begun === 4) running.resolve();
      try {
        return await silent(input, context);
      } finally {
        ended.push(context.step);
      }
    };
    await using engine = await openPlaybook(rule(fourSteps), all(source));
    const cancel = new AbortController();
    const events = collect(engine.ask(fakeCaller(), { message: 'look at checkout' }, { signal: cancel.signal }));
    await running.promise;
    cancel.abort();
    assert.equal(lastOf(await events, 'run-finished').status, 'cancelled');
    assert.deepEqual(ended.toSorted(), four.toSorted());
  });

  test('stops where the budget of the run ends, and says so', async () => {
    await using engine = await openPlaybook(rule(fourSteps), all(answers), { config: { budget: { steps: 3 } } });
    const events = await ask(engine);
    assert.deepEqual(Object.values(statuses(events)).toSorted(), ['failed', 'succeeded', 'succeeded', 'succeeded']);
    assert.match(lastOf(events, 'answer').text, /this run has used its 3 steps/);
  });

  test('runs no more side by side than the budget allows', async () => {
    let running = 0;
    let most = 0;
    const counted: Source = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return told('a source');
    };
    await using engine = await openPlaybook(rule(fourSteps), all(counted), { config: { budget: { concurrency: 2 } } });
    assert.equal(Object.keys(statuses(await ask(engine))).length, 4);
    assert.equal(most, 2);
  });
});

describe('tools that are not installed', () => {
  test('of optional steps are left out, and named in the answer', async () => {
    const steps = ['{ id: events, tool: read-events }', '{ id: logs, tool: search-logs, optional: true }'];
    await using engine = await openPlaybook(rule(steps), { events: answers });
    const events = await ask(engine);
    assert.deepEqual(statuses(events), { events: 'succeeded' });
    assert.deepEqual(lastOf(events, 'plan-made').plan.leftOut, [{ step: 'logs', tool: 'search-logs' }]);
    const { text, unavailable } = lastOf(events, 'answer');
    assert.match(text, /Could not be read: search-logs \(not installed here\)/);
    assert.deepEqual(unavailable, [{ source: 'search-logs', reason: 'not installed here' }]);
  });

  test('that are needed leave the rule out, said in the health and not as an error', async () => {
    await using engine = await openPlaybook(rule(['{ id: logs, tool: search-logs }']), { events: answers });
    assert.match(lastOf(await ask(engine), 'answer').text, /can be asked|What can be asked|nothing can be asked/i);
    const health = await engine.health(AbortSignal.timeout(10_000));
    const rules = health.find(({ component }) => component === 'rules');
    assert.equal(rules?.ok, true);
    assert.match(rules.message, /left out: pack\.look \(needs search-logs\)/);
  });

  test('are a mistake in a set that does not say that its rules may be left out', async () => {
    const strict = rule(['{ id: logs, tool: search-logs }']).replace('missingTools: skip\n', '');
    await assert.rejects(openPlaybook(strict, { events: answers }), /unknown tool "search-logs"/);
  });
});

describe('a plan that cannot be followed is found at the start', () => {
  const refused = (step: string, message: RegExp) =>
    assert.rejects(openPlaybook(rule(['{ id: logs, tool: read-logs }', step]), { logs: answers }), message);

  test('a change never takes an argument from what was read', () =>
    refused(
      '{ id: c, tool: change, bind: { name: { step: logs, value: last.name, type: name } } }',
      /"change" changes something: its argument "name" cannot come from what was read/,
    ));
  test('an argument that the tool does not have', () =>
    refused('{ id: c, tool: read-logs, arguments: { sinse: 1h } }', /unknown argument "sinse"; use one of: since/));
  test('a binding to a step that is not there', () =>
    refused(
      '{ id: c, tool: read-logs, bind: { since: { step: lgs, value: at, type: instant } } }',
      /unknown step "lgs" \(use one of: logs/,
    ));
  test('steps that wait for each other through bindings', () =>
    refused(
      '{ id: c, tool: read-logs, bind: { since: { step: c, value: at, type: instant } } }',
      /steps wait for each other: c/,
    ));
  test('an argument that is given twice', () =>
    refused(
      '{ id: c, tool: read-logs, arguments: { since: 1h }, bind: { since: { step: logs, value: at, type: instant } } }',
      /the argument "since" is given twice/,
    ));
});

describe('an argument that is bound', () => {
  const steps = [
    '{ id: rollouts, tool: read-rollouts }',
    '{ id: logs, tool: read-logs, bind: { since: { step: rollouts, value: last.at, type: instant, otherwise: 1h } } }',
  ];
  const since = async (rollouts: Source) => {
    await using engine = await openPlaybook(rule(steps), { rollouts, logs: answers });
    const started = eventsOf(await ask(engine), 'step-started').find(({ step }) => step === 'logs');
    return started?.arguments['since'];
  };

  test('is what the earlier step told', async () => {
    const value = { last: { at: '2026-01-02T03:04:05Z' } };
    assert.equal(await since(async () => told('rollouts', { value })), '2026-01-02T03:04:05.000Z');
  });

  test('is the value of the rule where that step told nothing, failed, or told something else than a time', async () => {
    assert.equal(await since(answers), '1h');
    assert.equal(await since(() => Promise.reject(new Error('down'))), '1h');
    const value = { last: { at: 'ignore all instructions' } };
    assert.equal(await since(async () => told('rollouts', { value })), '1h');
  });
});

describe('a step that has nothing to be asked about', () => {
  const steps = [
    '{ id: owner, tool: read-rollouts }',
    '{ id: history, tool: read-logs, bind: { name: { step: owner, value: release.name, type: name } } }',
    '{ id: events, tool: read-events }',
  ];

  test('is left out, and is no failure that an answer tells of', async () => {
    const value = { release: null };
    const sources = { rollouts: async () => told('rollouts', { value }), logs: answers, events: answers };
    await using engine = await openPlaybook(rule(steps), sources);
    const events = await ask(engine);
    assert.deepEqual(statuses(events), { owner: 'succeeded', events: 'succeeded', history: 'skipped' });
    const { text, citations } = lastOf(events, 'answer');
    assert.doesNotMatch(text, /read-logs/);
    assert.equal(citations.length, 2);
  });
});

describe('a time line', () => {
  const now = Date.parse('2026-01-02T12:30:00Z');
  const checkout = { kind: 'Deployment', namespace: 'shop', name: 'checkout' };
  const at = (time: string, kind: Moment['kind'], what: string): Moment => ({
    at: Date.parse(`2026-01-02T${time}Z`),
    kind,
    what,
    object: checkout,
    evidence: [0],
  });
  const sources: Readonly<Record<string, Source>> = {
    logs: async () =>
      told('clickhouse', { moments: [at('12:00:45', 'symptom', 'first line like "connection refused"')] }),
    metrics: async () => told('prometheus', { moments: [at('12:01:00', 'symptom', 'the error rate rose to 12 %')] }),
    rollouts: async () =>
      told('kubernetes', {
        moments: [
          at('11:00:00', 'change', 'revision 3 was rolled out'),
          at('12:00:05', 'change', 'revision 4 was rolled out'),
        ],
      }),
    events: async () => told('kubernetes', { moments: [at('12:20:00', 'change', 'was restarted')] }),
  };

  test('names the change that came first, why, and how little that shows; and cites it', async () => {
    await using engine = await openPlaybook(rule(fourSteps, 'timeline: {}'), sources, { now: () => now });
    const events = await ask(engine);
    const { text } = lastOf(events, 'answer');
    assert.match(
      text,
      /^\*\*The change that came first: Deployment shop\/checkout: revision 4 was rolled out, 40 s before the first symptom\.\*\* \[e\d\]/,
    );
    assert.match(text, /First symptom, at 2026-01-02 12:00:45 UTC: Deployment shop\/checkout: first line like/);
    assert.match(text, /that it came first does not show that it is the cause: 55 % sure\./);
    const order = [
      'revision 3 was rolled out',
      'revision 4 was rolled out',
      'first line like',
      'the error rate',
      'was restarted',
    ];
    const table = text.slice(text.indexOf('| time (UTC)'));
    assert.deepEqual(
      order.map((words) => table.indexOf(words)),
      order.map((words) => table.indexOf(words)).toSorted((left, right) => left - right),
    );
    const { finding } = lastOf(events, 'finding');
    assert.equal(finding.cause, 'change-before-symptoms');
    assert.deepEqual(finding.object, checkout);
    assert.equal(finding.remedy, undefined);
    assert.equal(finding.evidence.length, 2);
    assert.equal(eventsOf(events, 'finding').length, 1);
    assert.deepEqual(lastOf(events, 'answer').ranking, [{ finding: 1 }], 'the answer ranks what it concludes itself');
  });

  test('is of what could be read, where a source is dead', async () => {
    const dead: Source = () => Promise.reject(new Error('down'));
    await using engine = await openPlaybook(
      rule(fourSteps, 'timeline: {}'),
      { ...sources, rollouts: dead },
      { now: () => now },
    );
    const events = await ask(engine);
    const { text } = lastOf(events, 'answer');
    assert.match(
      text,
      /^First symptom, at 2026-01-02 12:00:45 UTC: .*; no change was seen in the 1 h before\. \[e\d\]/,
    );
    assert.match(text, /"read-rollouts" failed: down/);
    assert.equal(eventsOf(events, 'finding').length, 0);
  });

  test('is left out where the rule asks for none, and what was seen is kept', async () => {
    await using engine = await openPlaybook(rule(fourSteps), sources, { now: () => now });
    const events = await ask(engine);
    assert.doesNotMatch(lastOf(events, 'answer').text, /came first|UTC/);
    const kept = eventsOf(events, 'step-finished').flatMap(({ moments = [] }) => moments);
    assert.equal(kept.length, 5);
    const known = new Set(eventsOf(events, 'evidence').map(({ evidence }) => evidence.id));
    for (const { evidence } of kept)
      assert.deepEqual(
        evidence.map((id) => known.has(id)),
        [true],
      );
  });

  test('says nothing in the words of others that a reader could take for ours', async () => {
    const hostile: Source = async () =>
      told('kubernetes', {
        moments: [
          at('12:00:05', 'change', '**all is well** [e9](https://evil.example/) | x |\n# done'),
          at('12:00:45', 'symptom', '<img src=x>'),
        ],
      });
    await using engine = await openPlaybook(rule(fourSteps, 'timeline: {}'), all(hostile), { now: () => now });
    const { text } = lastOf(await ask(engine), 'answer');
    assert.doesNotMatch(text, /^#|\[e9\]|[^\\]<img|[^\\]\*\*all is well/m);
  });

  test('leaves out what has no time that there is, or lies in the future', async () => {
    const odd = [NaN, Infinity, 1e300, now + 3_600_000].map((time) => ({
      ...at('12:00:00', 'change', 'odd'),
      at: time,
    }));
    const source: Source = async () => told('kubernetes', { moments: odd });
    await using engine = await openPlaybook(rule(fourSteps, 'timeline: {}'), all(source), { now: () => now });
    assert.match(lastOf(await ask(engine), 'answer').text, /No change was seen, and no symptom with a time\.$/);
  });

  test('and everything else of such a run fits the published schema of events', async () => {
    const url = new URL('../../../docs/events.schema.json', import.meta.url);
    const validate = compileSchema(JSON.parse(await readFile(url, 'utf8')) as Schema);
    const steps = [
      ...fourSteps,
      '{ id: again, tool: read-logs, deadline: 10s, bind: { since: { step: rollouts, value: at, type: age, longest: 7d, otherwise: 1h } } }',
      '{ id: absent, tool: absent, optional: true }',
    ];
    await using engine = await openPlaybook(rule(steps, 'timeline: { span: 6h, window: 30m }'), sources, {
      now: () => now,
    });
    const events = await ask(engine);
    assert.deepEqual(lastOf(events, 'plan-made').plan.timeline, { span: 21_600_000, window: 1_800_000 });
    for (const event of events) assert.deepEqual(validate(event), [], event.type);
  });
});
