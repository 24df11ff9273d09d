import { factSchemas } from '@hexaops/core';
import { type RuleTestResult, runRuleTests } from '@hexaops/core/rules';
import pico from 'picocolors';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { printable, printableJson } from '../presentation/printable.ts';
import { compileBesideOwn } from './known-rules.ts';
import { installedRules, readRuleFiles } from './rule-files.ts';

export { readRuleFiles } from './rule-files.ts';

/** Compiles rule files and says how many rules there are. Mistakes end it with all of them, each with its place. */
export async function checkRules(io: Io, paths: readonly string[]): Promise<ExitCode> {
  const { sets, files } = await readRuleFiles(paths.length === 0 ? installedRules() : paths);
  const { count } = compileBesideOwn(sets);
  await print(io, `${counted(count, 'rule')} in ${counted(files.length, 'file')}: well formed`);
  return exitCode.done;
}

/** Runs the tests that rules carry. */
export async function testRules(
  io: Io,
  paths: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  // The tests of a plugin say what its own rules decide: other plugins' may refuse what those tests leave unsaid.
  const groups = paths.length === 0 ? installedRules().map((path) => [path]) : [paths];
  const read = await Promise.all(groups.map(readRuleFiles));
  const results = read.flatMap(({ sets }) => runRuleTests(sets, { schemas: factSchemas }));
  const failures = results.filter(({ passed }) => !passed);
  const count = { passed: results.length - failures.length, failed: failures.length };
  await print(
    io,
    json
      ? printableJson({ ...count, results })
      : [
          ...failures.flatMap((failure) => failureLines(failure, io.coloured)),
          `${count.passed} passed, ${count.failed} failed`,
        ].join('\n'),
  );
  return failures.length > 0 ? exitCode.failed : exitCode.done;
}

function failureLines({ rule, test, message, explanation }: RuleTestResult, coloured: boolean): readonly string[] {
  const colours = pico.createColors(coloured);
  const conditions = (explanation?.conditions ?? []).map(({ condition, expected, seen, verdict }) => {
    const values = `expected ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`;
    return printable(`    ${verdict.padEnd(7)} ${condition}: ${values}`);
  });
  return [`${colours.red('failed')} ${printable(`${rule}, ${test}: ${message}`)}`, ...conditions];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
