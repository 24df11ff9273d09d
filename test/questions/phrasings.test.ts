import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Caller, createEngine, type Engine, type RunEvent, storedEvents } from '@hexaops/core';
import { type CompiledRules, compileRules, parseRuleSets } from '@hexaops/core/rules';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import workerStorage from '@hexaops/worker-storage';
import { type Outcome, phrasings } from './phrasings.ts';
import { silentPrometheus } from './silent-prometheus.ts';
import { writeWorkspace } from './workspace.ts';

const caller: Caller = {
  subject: 'ada',
  workspace: 'w-1',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

/** The workers whose rules take part. */
const workers = ['worker-kubernetes', 'worker-prometheus', 'worker-storage'];

async function routeRules(): Promise<CompiledRules> {
  const directories = workers.map((worker) =>
    fileURLToPath(new URL('rules/route/', import.meta.resolve(`@hexaops/${worker}/package.json`))),
  );
  const files = await Promise.all(
    directories.map(async (directory) => (await readdir(directory)).map((file) => join(directory, file))),
  );
  const sets = await Promise.all(files.flat().map(async (file) => parseRuleSets(await readFile(file, 'utf8'), file)));
  return compileRules(sets.flat());
}

describe('plain sentences, without a model', () => {
  const resources = new AsyncDisposableStack();
  let rules: CompiledRules;
  let engine: Engine;

  before(async () => {
    rules = await routeRules();
    const bundle = resources.use(await writeWorkspace());
    const prometheus = resources.use(await silentPrometheus());
    engine = resources.use(
      await createEngine({
        plugins: [
          { use: workerKubernetes, config: { source: 'bundle', bundle: bundle.path } },
          { use: workerPrometheus, config: { url: prometheus.url } },
          { use: workerStorage },
        ],
      }),
    );
  });
  after(() => resources.disposeAsync());

  for (const { text, rule, captures, outcome } of phrasings) {
    it(`${text} - ${rule}`, async () => {
      const fired = rules.first('route', { text, workspace: caller.workspace, namespaces: [] });
      assert.equal(fired?.id, rule);
      for (const [name, value] of Object.entries(captures ?? {})) assert.deepEqual(fired?.captures[name]?.value, value);
      const events = await Array.fromAsync(storedEvents(engine.ask(caller, { message: text })));
      assert.deepEqual(outcomeOf(events, outcome), expectedOf(outcome));
    });
  }

  it('has at least 80 sentences, each once', () => {
    const texts = phrasings.map(({ text }) => text);
    assert.ok(texts.length >= 80);
    assert.equal(new Set(texts).size, texts.length);
  });

  const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const named = phrasings.flatMap(({ text }) =>
    inherited.flatMap((word) => [text.replace(/\b(?:checkout|frontend|payment|postgres|web-1)\b/g, word), word]),
  );
  it(`takes a word that every object has for a word (${new Set(named).size} sentences)`, async () => {
    for (const text of new Set(named)) {
      const events = await Array.fromAsync(storedEvents(engine.ask(caller, { message: text })));
      const finished = events.find((event) => event.type === 'run-finished');
      assert.notEqual(finished?.error?.code, 'internal', text);
      assert.doesNotMatch(JSON.stringify(events), /\[native code\]|\[object Object\]/, text);
    }
  });

  it('keeps the namespaces of a client that names them', async () => {
    const events = await Array.fromAsync(engine.ask(caller, { message: 'what is wrong?', namespaces: ['staging'] }));
    const plan = events.find((event) => event.type === 'plan-made')?.plan;
    assert.deepEqual(plan?.steps[0]?.arguments, { namespaces: ['staging'] });
  });

  it('goes on with the object that the person chooses', async () => {
    const asked = await Array.fromAsync(engine.ask(caller, { message: 'why is checkout restarting?' }));
    const run = asked[0]?.run ?? '';
    const resumed = await Array.fromAsync(
      engine.resume(caller, run, { kind: 'input', value: 'Deployment staging/checkout' }),
    );
    const plan = resumed.find((event) => event.type === 'plan-made')?.plan;
    assert.deepEqual(plan?.steps[0]?.arguments, { kind: 'Deployment', namespace: 'staging', name: 'checkout' });
  });
});

/** Of what happened, what the outcome speaks of. */
function outcomeOf(events: readonly RunEvent[], expected: Outcome): unknown {
  const step = events.find((event) => event.type === 'plan-made')?.plan.steps[0];
  if (step !== undefined) return { tool: step.tool, arguments: step.arguments };
  const asked = events.find((event) => event.type === 'input-required');
  if (asked !== undefined) {
    const matches = 'question' in expected && expected.question.test(asked.question);
    return { question: matches || asked.question, choices: asked.choices.map(({ label }) => label) };
  }
  const answer = events.find((event) => event.type === 'answer')?.text;
  return { answer: ('answer' in expected && answer !== undefined && expected.answer.test(answer)) || answer };
}

function expectedOf(outcome: Outcome): unknown {
  if ('tool' in outcome) return { tool: outcome.tool, arguments: outcome.arguments };
  return 'question' in outcome ? { question: true, choices: outcome.choices } : { answer: true };
}
