import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { predictAll, type Progress } from './predict.ts';
import { type Answers, score } from './score.ts';
import { formatScores } from './table.ts';

const usage = 'usage: npm run incidents -- --bundles DIR --predictions OUT.json [--answers FILE] [--ids FILE]';

const { values } = parseArgs({
  options: {
    bundles: { type: 'string' },
    predictions: { type: 'string' },
    answers: { type: 'string' },
    /** A file of case ids, one a line: only these are scored. */
    ids: { type: 'string' },
  },
});

if (values.bundles === undefined || values.predictions === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  await run(values.bundles, values.predictions);
}

async function run(bundles: string, output: string): Promise<void> {
  const started = performance.now();
  const predictions = await predictAll(bundles, show, AbortSignal.timeout(60 * 60 * 1000));
  await writeFile(output, `${JSON.stringify(predictions, undefined, 1)}\n`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${Object.keys(predictions).length} bundles diagnosed in ${seconds} s; predictions in ${output}`);
  if (values.answers === undefined) return;
  const answers = JSON.parse(await readFile(values.answers, 'utf8')) as Answers;
  const wanted = values.ids === undefined ? undefined : new Set((await readFile(values.ids, 'utf8')).split(/\s+/));
  const chosen = Object.entries(answers).filter(([id]) => wanted?.has(id) ?? true);
  console.log(formatScores(score(Object.fromEntries(chosen), predictions)));
}

function show({ done, total, id, problem }: Progress): void {
  if (problem !== undefined) console.error(`${process.stderr.isTTY ? '\r\u001B[K' : ''}${id}: ${problem}`);
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${done}/${total} ${id}${done === total ? '\n' : ''}`);
}
