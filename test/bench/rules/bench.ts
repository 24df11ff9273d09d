import assert from 'node:assert/strict';
import type { Bench } from '../support/contract.ts';
import { processorSeconds } from '../support/processor-time.ts';
import { format, formatSummary, type Summary, summarize } from '../support/statistics.ts';
import { compile, hexaops, setsByWorkspace, sharedSet } from './hexaops.ts';
import { check, type Contestant, race } from './measure.ts';
import { celJs, closures, jsonLogicEngine, jsonRulesEngine } from './peers.ts';
import { type Fact, makeFacts, makeRules } from './workload.ts';

const peers = [closures, celJs, jsonLogicEngine, jsonRulesEngine];
const facts = makeFacts(2000, 100);

const bench: Bench = async () => {
  const memory = measureLoad();
  const contestants: Contestant[] = [];
  const rates: string[] = [];
  for (const count of [1000, 10_000]) {
    const rules = makeRules(count);
    for (const engine of count === 1000 ? [hexaops, ...peers] : [hexaops, closures]) {
      const contestant = { name: nameAt(engine.name, count), evaluate: await engine.load(rules), facts };
      const fired = await check(contestant, rules);
      if (engine === hexaops) rates.push(`${format(fired)} of ${format(count)} rules`);
      contestants.push(contestant);
    }
    contestants.push(await byWorkspace(count));
  }
  const times = await race(contestants);
  const at = (name: string, count: number): Summary => times.get(nameAt(name, count)) as Summary;
  const ours = at(hexaops.name, 1000).median;
  const figures = {
    vsJsonRulesEngineAt1k: at(jsonRulesEngine.name, 1000).median / ours,
    vsClosuresAt1k: at(closures.name, 1000).median / ours,
    factsPerSecondAt10k: 1e6 / at(hexaops.name, 10_000).median,
    growthExponent: Math.log10(at(hexaops.name, 10_000).median / ours),
    growthExponentByWorkspace: Math.log10(at(workspaceName, 10_000).median / at(workspaceName, 1000).median),
    ...memory,
    explainMicroseconds: measureExplain(),
  };
  const lines = [...times].map(
    ([name, time]) =>
      `| ${name} | ${formatSummary(time)} | ${format(1e6 / time.median)} | ${format(time.median / ours)} |`,
  );
  const report = `${about}

A fact meets ${rates.join(', and ')}.

| engine | µs per fact: median (lowest–highest) | facts per second | times ours at 1,000 |
|---|---|---|---|
${lines.join('\n')}

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
  return { report, figures };
};

export default bench;

const about = `Facts of 21 fields against rules of three conditions each: names, quantities, parts and patterns of a message. Every engine
gives the ids of all rules that fire; each result is first compared with the plain meaning of the conditions. Time is that of
the processor, for all engines alike. By workspace, a fact sees the hundred rules of its own workspace, in one set of rules of
all. Loading is checking, compiling and indexing of rule sets that are already parsed, and the first fact; memory is what
stays of it.`;

const workspaceName = `${hexaops.name} by workspace`;

function nameAt(name: string, count: number): string {
  return `${name}, ${count.toLocaleString('en-US')} rules`;
}

async function byWorkspace(count: number): Promise<Contestant> {
  const rules = makeRules(count);
  const compiled = compile(setsByWorkspace(rules));
  const contestant: Contestant = {
    name: nameAt(workspaceName, count),
    evaluate: (fact) => compiled.evaluate('diagnose', fact),
    facts: makeFacts(2000, count / 100),
  };
  await check(contestant, rules, ({ workspace }, fact) => workspace === fact['workspace']);
  return contestant;
}

function measureLoad(): { readonly loadSecondsAt10k: number; readonly heapMegabytesAt10k: number } {
  const sets = sharedSet(makeRules(10_000));
  const seconds: number[] = [];
  const megabytes: number[] = [];
  compile(sharedSet(makeRules(10)));
  for (let round = 0; round < 5; round++) {
    const { used, kept } = loadOnce(sets);
    seconds.push(used);
    megabytes.push(kept);
  }
  return { loadSecondsAt10k: summarize(seconds).median, heapMegabytesAt10k: summarize(megabytes).median };
}

/** In a function of its own: nothing of it is kept afterwards. */
function loadOnce(sets: ReturnType<typeof sharedSet>): { readonly used: number; readonly kept: number } {
  const before = usedMemory();
  const start = processorSeconds();
  const compiled = compile(sets);
  compiled.evaluate('diagnose', facts[0] as Fact);
  const used = processorSeconds() - start;
  const kept = (usedMemory() - before) / 2 ** 20;
  assert.equal(compiled.rules().length, 10_000);
  return { used, kept };
}

function usedMemory(): number {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Of rules that fire and of as many that do not. */
function measureExplain(): number {
  const rules = makeRules(10_000);
  const compiled = compile(sharedSet(rules));
  const asked = facts.slice(0, 200).flatMap((fact, index) => {
    const fired = compiled.evaluate('diagnose', fact);
    return [...fired, ...fired.map((_, more) => `rule-${(index * 37 + more * 911) % rules.length}`)].map(
      (id) => ({ id, fact, fires: fired.includes(id) }) as const,
    );
  });
  for (const { id, fact, fires } of asked) assert.equal(compiled.explain(id, fact).fires, fires);
  const samples: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = processorSeconds();
    for (let repeat = 0; repeat < 10; repeat++) for (const { id, fact } of asked) compiled.explain(id, fact);
    samples.push(((processorSeconds() - start) / (asked.length * 10)) * 1e6);
  }
  return summarize(samples).median;
}
