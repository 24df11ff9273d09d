import { readdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from './support/contract.ts';
import { installPeers } from './support/install-peers.ts';
import { describeMachine } from './support/machine.ts';
import { replacePart, replaceSection } from './support/page.ts';

const page = new URL('../../docs/benchmarks.md', import.meta.url);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

const known = await names();
const asked = positionals[0] === 'all' ? known : positionals;
const unknown = asked.filter((name) => !known.includes(name));
if (asked.length === 0 || unknown.length > 0) {
  console.error(`usage: npm run bench -- all|${known.join('|')} [--json] [--write]`);
  process.exit(2);
}
await installPeers();
for (const name of asked) {
  const machine = describeMachine();
  const { report, figures, parts = [] } = await run(name);
  const section = `${machine}.\n\n${report}\n`;
  console.log(`## ${name}\n\n${section}`);
  if (values.write || positionals[0] === 'all') {
    await writeFile(page, replaceSection(await readFile(page, 'utf8'), name, section));
    for (const part of parts) {
      const other = new URL(part.page, page);
      const content = `${machine}.\n\n${part.content}`;
      await writeFile(other, replacePart(await readFile(other, 'utf8'), part.name, content));
    }
  }
  if (values.json) console.log(JSON.stringify({ bench: name, figures }));
}
// Some of those we compare with leave a timer behind that would keep this process.
process.exit();

async function names(): Promise<readonly string[]> {
  const entries = await readdir(import.meta.dirname, { recursive: true });
  return entries
    .filter((entry) => /^[^/]+\/bench\.ts$/.test(entry))
    .map((entry) => entry.replace('/bench.ts', ''))
    .toSorted();
}

async function run(name: string): Promise<BenchResult> {
  const { default: bench } = (await import(new URL(`${name}/bench.ts`, import.meta.url).href)) as {
    readonly default: Bench;
  };
  return bench();
}
