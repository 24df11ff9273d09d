import assert from 'node:assert/strict';
import { processorSeconds } from '../support/processor-time.ts';
import { type Summary, summarize } from '../support/statistics.ts';
import type { Evaluate } from './engine.ts';
import { type Fact, holds, type WorkloadRule } from './workload.ts';

export interface Contestant {
  readonly name: string;
  readonly evaluate: Evaluate;
  readonly facts: readonly Fact[];
}

/** Throws where the engine does not name exactly the rules that hold. */
export async function check(
  { name, evaluate, facts }: Contestant,
  rules: readonly WorkloadRule[],
  sees: (rule: WorkloadRule, fact: Fact) => boolean = () => true,
): Promise<number> {
  let fired = 0;
  const checked = facts.slice(0, 100);
  for (const fact of checked) {
    const expected = rules
      .filter((rule) => sees(rule, fact) && rule.conditions.every((condition) => holds(condition, fact)))
      .map(({ id }) => id);
    assert.deepEqual([...(await evaluate(fact))].sort(), expected.sort(), `${name} is wrong`);
    fired += expected.length;
  }
  return fired / checked.length;
}

const rounds = 9;
const secondsPerRound = 0.25;

/** Microseconds per fact of each contestant, all of them in turn in every round. */
export async function race(contestants: readonly Contestant[]): Promise<ReadonlyMap<string, Summary>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (const contestant of contestants) await run(contestant, secondsPerRound);
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      samples.get(contestant.name)?.push(await run(contestant, secondsPerRound));
    }
  }
  return new Map([...samples].map(([name, values]) => [name, summarize(values)]));
}

async function run({ evaluate, facts }: Contestant, seconds: number): Promise<number> {
  const start = processorSeconds();
  let evaluated = 0;
  let batch = 1;
  let used = 0;
  while (used < seconds) {
    for (let index = 0; index < batch; index++) {
      const result = evaluate(facts[evaluated++ % facts.length] as Fact);
      if (result instanceof Promise) await result;
    }
    used = processorSeconds() - start;
    if (used < seconds / 20) batch *= 2;
  }
  return (used / evaluated) * 1e6;
}
