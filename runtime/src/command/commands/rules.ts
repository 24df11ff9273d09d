import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HexaopsError, messageOf } from '@hexaops/core';
import { compileRules, parseRuleSets, type RuleSet, runRuleTests } from '@hexaops/core/rules';
import pico from 'picocolors';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';

/** Compiles rule files and says how many rules there are. Mistakes end it with all of them, each with its place. */
export async function checkRules(io: Io, paths: readonly string[]): Promise<ExitCode> {
  const { sets, files } = await readRuleFiles(paths);
  const rules = compileRules(sets).rules();
  print(io, `${rules.length} rules in ${files.length} files are well formed`);
  return exitCode.done;
}

/** Runs the tests that rules carry. */
export async function testRules(
  io: Io,
  paths: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const { sets } = await readRuleFiles(paths);
  const results = runRuleTests(sets);
  const failed = results.filter(({ passed }) => !passed);
  if (json) {
    print(io, JSON.stringify({ passed: results.length - failed.length, failed: failed.length, results }));
  } else {
    const colours = pico.createColors(io.coloured);
    for (const { rule, test, message, explanation } of failed) {
      print(io, `${colours.red('failed')} ${rule}, ${test}: ${message}`);
      for (const { condition, expected, seen, verdict } of explanation?.conditions ?? []) {
        print(
          io,
          `    ${verdict.padEnd(7)} ${condition}: expected ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`,
        );
      }
    }
    print(io, `${results.length - failed.length} passed, ${failed.length} failed`);
  }
  return failed.length > 0 ? exitCode.failed : exitCode.done;
}

/** Reads rule files, and every `.yaml`, `.yml` and `.json` below directories. Raises `input-invalid`, `rules-invalid`. */
export async function readRuleFiles(
  paths: readonly string[],
): Promise<{ readonly sets: readonly RuleSet[]; readonly files: readonly string[] }> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  if (files.length === 0) {
    throw new HexaopsError('input-invalid', `there are no rule files in ${paths.join(', ')}`, {
      nextStep: 'name files or directories with .yaml, .yml or .json files',
    });
  }
  const sets = await Promise.all(files.map(async (file) => parseRuleSets(await readFile(file, 'utf8'), file)));
  return { sets: sets.flat(), files };
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
  } catch (cause) {
    throw new HexaopsError('input-invalid', `"${path}" cannot be read: ${messageOf(cause)}`, {
      cause,
      nextStep: 'check the path',
    });
  }
  const found = await Array.fromAsync(glob('**/*.{yaml,yml,json}', { cwd: path }));
  return found.sort().map((file) => join(path, file));
}
