import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { runTests, type TestResult } from '../report/run-tests.ts';
import type { SwitchedOff } from './control.ts';
import { switchedOff } from './list.ts';
import { switchOff } from './patch.ts';

interface Trial {
  readonly entry: SwitchedOff;
  /**
   * `caught`: a named test fails by it. `survived`: all of them pass. `broken`: the change does not even load, or its tests
   * do not pass without it, so nothing is shown.
   */
  readonly status: 'caught' | 'survived' | 'broken';
  readonly detail: string;
}

const atOnce = 3;
const timeoutMilliseconds = 60_000;

/** Switches each control off in turn and prints who has noticed. Gives how many were not caught. */
export async function runSwitchedOff(root: string, only?: string): Promise<number> {
  const entries = switchedOff.filter(({ name }) => only === undefined || isNamed(name, only));
  if (entries.length === 0)
    throw new Error(`there is no such control; there are ${switchedOff.map(({ name }) => name).join(', ')}`);
  const started = performance.now();
  const sound = await passWithout(root, entries);
  const trials: Trial[] = [];
  const waiting = [...entries];
  const width = Math.max(...entries.map(({ name }) => name.length));
  const work = async () => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const trial = await attempt(root, entry, sound);
      trials.push(trial);
      console.log(`  ${trial.status.toUpperCase().padEnd(8)}  ${entry.name.padEnd(width)}  ${trial.detail}`);
    }
  };
  console.log('Controls switched off');
  await Promise.all(Array.from({ length: atOnce }, work));
  const missed = trials.filter(({ status }) => status !== 'caught').length;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `\n${trials.length} controls switched off in ${seconds} s: ${trials.length - missed} caught, ${missed} not`,
  );
  return missed;
}

function isNamed(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

/** The tests that pass as the source is, by file and name. */
async function passWithout(root: string, entries: readonly SwitchedOff[]): Promise<ReadonlySet<string>> {
  const tests = entries.flatMap((entry) => entry.tests);
  const files = [...new Set(tests.map(({ file }) => `${root}${file}`))];
  const results = await runTests(files, { names: [...new Set(tests.map(({ name }) => name))], timeoutMilliseconds });
  return new Set(
    results.filter(({ outcome }) => outcome === 'passed').map(({ file, name }) => keyOf(relative(root, file), name)),
  );
}

async function attempt(root: string, entry: SwitchedOff, sound: ReadonlySet<string>): Promise<Trial> {
  const missing = entry.tests.find(({ file, name }) => !sound.has(keyOf(file, name)));
  if (missing !== undefined)
    return { entry, status: 'broken', detail: `"${missing.name}" does not pass as things are` };
  try {
    switchOff(await readFile(`${root}${entry.file}`, 'utf8'), entry);
  } catch (error) {
    return { entry, status: 'broken', detail: error instanceof Error ? error.message : String(error) };
  }
  const files = [...new Set(entry.tests.map(({ file }) => `${root}${file}`))];
  const hook = `${new URL('hook.ts', import.meta.url).href}?${encodeURIComponent(entry.name)}`;
  const options = { arguments: ['--import', hook], timeoutMilliseconds, concurrency: 1 };
  const results = await runTests(files, { ...options, names: entry.tests.map(({ name }) => name) });
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return { entry, status: 'survived', detail: `${entry.control}: nobody notices` };
  const asserted = failed.find(({ failure }) => failure?.byAssertion === true);
  if (asserted !== undefined) return { entry, status: 'caught', detail: `"${asserted.name}"` };
  // Something was raised instead: it may be the control's absence, or a change that does not even load.
  const others = await runTests(files, options);
  const compiles = others.some(({ outcome }) => outcome === 'passed');
  const [first] = failed as [TestResult];
  const detail = `"${first.name}": ${first.failure?.message.split('\n')[0] ?? ''}`;
  return { entry, status: compiles ? 'caught' : 'broken', detail };
}

function keyOf(file: string, name: string): string {
  return `${file}\n${name}`;
}
