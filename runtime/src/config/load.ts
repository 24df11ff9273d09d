import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HexaopsError, messageOf } from '@hexaops/core';
import { compileCheck, printPath, type Violation } from '../schema/violation.ts';
import { assignmentsOfArguments } from './arguments.ts';
import type { Config, WrittenConfig } from './config.ts';
import { complete } from './defaults.ts';
import { ConfigDocument } from './document.ts';
import { assignmentsOf, type Assignment, type Environment } from './environment.ts';
import { configInvalid, type ConfigProblem } from './problem.ts';
import { resolveReferences } from './reference.ts';
import { configSchema } from './schema.ts';
import { sourceOf, type Source } from './sources.ts';
import { checkProxies } from './trusted-proxies.ts';

export interface LoadConfigOptions {
  /** Absent: `HEXAOPS_CONFIG` of the environment, else `hexaops.yaml` in the present directory. */
  readonly file?: string;
  readonly environment?: Environment;
  /** `server.port=8081`, one a string: the values of `--set`. They go before the environment, which goes before the file. */
  readonly argv?: readonly string[];
}

export interface LoadedConfig {
  readonly config: Config;
  /** Of every value that does not stand in the file itself, the last one being the one that holds. */
  readonly sources: readonly Source[];
  /** Absolute. */
  readonly file: string;
  /** From which packages of plugins are found: the file's URL. */
  readonly base: string;
  /** Says of a mistake that is found later where it was made. */
  readonly problemAt: (violation: Violation) => ConfigProblem;
}

const check = compileCheck(configSchema, 'all');

/** Reads the configuration. Raises `config-invalid` with every mistake: its path, file, line and column, and what was expected. */
export async function loadConfig({ file, environment = {}, argv = [] }: LoadConfigOptions): Promise<LoadedConfig> {
  const path = resolve(file ?? environment['HEXAOPS_CONFIG'] ?? 'hexaops.yaml');
  const document = new ConfigDocument(path, await readText(path));
  if (document.problems.length > 0) throw configInvalid(document.problems);
  const resolved = await resolveReferences(document, environment);
  const fromEnvironment = await assignmentsOf(environment, resolved.value);
  const fromArguments = assignmentsOfArguments(argv);
  const assignments = [...fromEnvironment.assignments, ...fromArguments.assignments];
  const sources = [...resolved.sources, ...assignments.map(({ source }) => source)];
  const written = assignments.reduce(assigned, resolved.value);

  const problemAt = (violation: Violation): ConfigProblem => {
    const source = sourceOf(sources, violation.path);
    const mistake = { path: printPath(violation.path), message: violation.message };
    if (source?.kind === 'override') return { ...mistake, source: source.from };
    return { ...mistake, source: path, ...document.locate(violation.path) };
  };
  const problems = [
    ...resolved.problems,
    ...fromEnvironment.problems,
    ...fromArguments.problems,
    ...[...check(written), ...checkProxies(written)].map(problemAt),
  ];
  if (problems.length > 0) throw configInvalid(problems);
  return {
    config: complete(written as WrittenConfig, dirname(path)),
    sources,
    file: path,
    base: pathToFileURL(path).href,
    problemAt,
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new HexaopsError('config-invalid', `the configuration ${path} cannot be read: ${messageOf(cause)}`, {
      cause,
      nextStep: 'write hexaops.yaml, or name another file with --config or HEXAOPS_CONFIG',
    });
  }
}

/** A copy with one value replaced; what leads to it is made where it is missing. */
function assigned(written: unknown, { value, source }: Assignment): unknown {
  return withValue(written, source.path, value);
}

function withValue(target: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(target) && /^\d+$/.test(key)) {
    return target.map((item: unknown, index) => (index === Number(key) ? withValue(item, rest, value) : item));
  }
  const object = typeof target === 'object' && target !== null ? (target as Readonly<Record<string, unknown>>) : {};
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  return Object.fromEntries([...Object.entries(object), [key, withValue(inner, rest, value)]]);
}
