import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './report/judge.ts';
import { printTable } from './report/print.ts';
import { runTests } from './report/run-tests.ts';
import { runSwitchedOff } from './switched-off/run.ts';
import { tables } from './table/index.ts';

/**
 * `npm run test:security`: the tables of threats, each row with what its tests have shown, then every control switched off in
 * turn. Ends with 1 where a row is no pass, or where a control can be switched off without any test noticing.
 * `-- --only NAME`: that switched-off control alone; `-- --tables`: the tables alone.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' }, tables: { type: 'boolean' } } });

let failures = 0;
if (values.only === undefined) failures += await showTables();
if (values.tables !== true) failures += await runSwitchedOff(root, values.only);
process.exitCode = failures === 0 ? 0 : 1;

async function showTables(): Promise<number> {
  const named = tables.flatMap(({ rows }) => rows.flatMap(({ tests }) => tests));
  const files = [...new Set(named.map(({ file }) => file))].filter((file) => existsSync(`${root}${file}`));
  const names = [...new Set(named.map(({ name }) => name))];
  const started = performance.now();
  console.log(`${names.length} tests and suites of ${files.length} files\n`);
  const ran = await runTests(
    files.map((file) => `${root}${file}`),
    { names, timeoutMilliseconds: 600_000 },
  );
  const results = ran.map((result) => ({ ...result, file: relative(root, result.file) }));
  const verdicts = tables.map(({ title, rows }) => ({ title, verdicts: rows.map((row) => judge(row, results)) }));
  for (const table of verdicts) console.log(printTable(table.title, table.verdicts));
  const all = verdicts.flatMap(({ verdicts }) => verdicts);
  const count = (status: string) => all.filter((verdict) => verdict.status === status).length;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${all.length} rows in ${seconds} s: ${count('pass')} pass, ${count('fail')} fail, ${count('pending')} are pending\n`,
  );
  return count('fail') + count('pending');
}
