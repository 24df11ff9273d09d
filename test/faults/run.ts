import { inspect, parseArgs } from 'node:util';
import type { Extent, Fault } from './frame/fault.ts';
import { holds } from './frame/figure.ts';
import { Random } from './frame/random.ts';
import { mayBeDisturbed, type Result, type Run, runHolds, table } from './frame/table.ts';
import { faults } from './scenarios/index.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    full: { type: 'boolean', default: false },
  },
});
const count = Number(values.seeds);
const first = Number(values.from);
const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name));
if (unknown.length > 0 || !Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(first)) {
  console.error('usage: npm run test:faults -- [--seeds N] [--from SEED] [--full] [FAULT...]');
  console.error(`faults: ${faults.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const extent: Extent = values.full ? 'full' : 'small';
const seeds = Array.from({ length: count }, (_, index) => first + index);
const chosen = positionals.length === 0 ? faults : faults.filter(({ name }) => positionals.includes(name));

const results: Result[] = [];
for (const fault of chosen) {
  const runs: Run[] = [];
  for (const seed of seeds) runs.push(await runUndisturbed(fault, seed));
  results.push({ title: fault.title, runs });
}
console.log(`\n${table(results)}\n`);
const failed = results.filter(({ runs }) => !runs.every(runHolds));
console.log(
  failed.length === 0
    ? `${results.length} faults, ${seeds.length} seeds each: every criterion held`
    : `not held: ${failed.map(({ title }) => title).join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * A machine that others use too disturbs what is measured, now and then; a fault of the service is there every time. So a run
 * in which nothing but measurements did not hold is made again, with the same seed. A count is never asked a second time.
 */
async function runUndisturbed(fault: Fault, seed: number): Promise<Run> {
  let run = await runOnce(fault, seed);
  for (let again = 1; again <= 2 && mayBeDisturbed(run); again++) run = await runOnce(fault, seed);
  return run;
}

async function runOnce(fault: Fault, seed: number): Promise<Run> {
  const started = performance.now();
  const done = (rest: Pick<Run, 'figures' | 'error'>): Run => {
    const run = { seed, seconds: (performance.now() - started) / 1000, ...rest };
    console.error(`${fault.name}, seed ${seed}: ${runHolds(run) ? 'held' : 'NOT HELD'}, ${run.seconds.toFixed(1)} s`);
    for (const { criterion, value, bound, limit } of run.figures.filter((figure) => !holds(figure)))
      console.error(`  ${criterion}: ${value}, must be ${bound} ${limit}`);
    return run;
  };
  try {
    return done({ figures: await fault.run(new Random(seed), extent) });
  } catch (error) {
    console.error(inspect(error));
    return done({ figures: [], error });
  }
}
