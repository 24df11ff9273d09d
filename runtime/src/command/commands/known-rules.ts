import { defaultChangeLimits, engineRules, factSchemas, HexaopsError, unknownName } from '@hexaops/core';
import {
  type CompiledRule,
  type CompiledRules,
  compileRules,
  type Rule,
  type RuleSet,
  stages,
} from '@hexaops/core/rules';
import { stringify } from 'yaml';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { printable, printableJson, printableLines } from '../presentation/printable.ts';
import { screenOf } from '../presentation/screen.ts';
import { tableLines } from '../presentation/table.ts';
import { installedRules, readRuleFiles } from './rule-files.ts';

interface KnownRule {
  readonly compiled: CompiledRule;
  readonly set: RuleSet;
  /** As it is written. */
  readonly rule: Rule;
  /** Undefined where the engine itself brings it. */
  readonly file: string | undefined;
}

/** Every set that the engine itself brings, also the one of an engine that looks into alerts. */
const ownSets = [...engineRules.always, ...engineRules.ofInvestigations];

/**
 * Compiles the sets beside the engine's own as the engine does, so that what passes here is taken there: an id of the engine
 * is taken, too. Raises `rules-invalid`.
 */
export function compileBesideOwn(sets: readonly RuleSet[]): { readonly rules: CompiledRules; readonly count: number } {
  const rules = compileRules([...ownSets, ...sets], { schemas: factSchemas });
  const own = ownSets.reduce((sum, set) => sum + set.rules.length, 0);
  return { rules, count: rules.rules().length - own };
}

/** Prints each rule of the files and of the engine itself, stage by stage in the order in which they count. */
export async function listRules(
  io: Io,
  paths: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const known = await knownRules(paths);
  if (json) await print(io, printableJson(known.map(factsOf)));
  else {
    const rows = known.map((each) => [each.compiled.id, each.compiled.stage, originOf(each), each.rule.description]);
    for (const line of tableLines(['rule', 'stage', 'from', 'what it says'], rows, screenOf(io))) await print(io, line);
  }
  return exitCode.done;
}

/** Prints what one rule says and where it comes from. Raises `not-found`, which names those that are most like it. */
export async function showRule(
  io: Io,
  id: string,
  paths: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const known = await knownRules(paths);
  const found = known.filter(({ compiled }) => compiled.id === id);
  if (found.length === 0) throw unknownRule(id, known);
  if (json) await print(io, printableJson(found.map((each) => ({ ...factsOf(each), rule: each.rule }))));
  else await print(io, found.map(textOf).join('\n\n'));
  return exitCode.done;
}

function unknownRule(id: string, known: readonly KnownRule[]): HexaopsError {
  const ids = new Set(known.map(({ compiled }) => compiled.id));
  const { message, nextStep, details } = unknownName('not-found', 'rule', id, [...ids]);
  const next = `${nextStep}; where it is of files of your own, name them: hexaops rules show ID PATH`;
  return new HexaopsError('not-found', message, { nextStep: next, ...(details === undefined ? {} : { details }) });
}

async function knownRules(paths: readonly string[]): Promise<readonly KnownRule[]> {
  const { sets, fileOf } = await readRuleFiles(paths.length === 0 ? installedRules() : paths);
  const { rules } = compileBesideOwn(sets);
  const written = new Map(
    [...ownSets, ...sets].flatMap((set) =>
      set.rules.map((rule) => [keyOf(rule.id, set.workspace), { set, rule, file: fileOf.get(set) }] as const),
    ),
  );
  return stages.flatMap((stage) =>
    rules.rules(stage).flatMap((compiled) => {
      const found = written.get(keyOf(compiled.id, compiled.workspace));
      return found === undefined ? [] : [{ compiled, ...found }];
    }),
  );
}

function keyOf(id: string, workspace: string | undefined): string {
  return JSON.stringify([id, workspace]);
}

function originOf({ file }: KnownRule): string {
  return file === undefined ? 'the engine itself' : file.replace(/^.*[\\/]node_modules[\\/]/, '');
}

function factsOf({ compiled, file }: KnownRule) {
  const { id, description, stage, layer, workspace, mode, priority, final } = compiled;
  return { id, description, stage, layer, workspace, mode, priority, final, engine: file === undefined, file };
}

function textOf(known: KnownRule): string {
  const { compiled, rule, set } = known;
  const { id, stage, layer, workspace, mode } = compiled;
  const name = set.metadata?.name;
  // Tests stand in the file, and say nothing about what the rule does.
  const { tests: _, ...said } = rule;
  return [
    printable(rule.description === undefined ? id : `${id}: ${rule.description}`),
    printable(`  from ${originOf(known)}${name === undefined ? '' : `, rule set "${name}"`}`),
    printable(
      `  stage ${stage}, layer ${layer}, mode ${mode}${workspace === undefined ? '' : `, workspace ${workspace}`}`,
    ),
    ...(engineRules.ofInvestigations.includes(set) ? ['  only where investigations are configured'] : []),
    ...limitsOf(rule),
    '',
    printableLines(stringify(said, { lineWidth: 0 }).trimEnd()),
  ].join('\n');
}

/** The numbers that a rule measures changes by are no part of it. */
function limitsOf(rule: Rule): readonly string[] {
  const text = JSON.stringify(rule);
  return Object.entries(defaultChangeLimits)
    .filter(([name]) => new RegExp(`\\blimits\\.${name}\\b`).test(text))
    .map(([name, value]) => `  limits.${name} is changes.${name} of the configuration, ${value} unless told`);
}
