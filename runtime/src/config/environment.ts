import { messageOf, unknownName } from '@hexaops/core';
import { configSchema } from './schema.ts';
import { readSecret } from './reference.ts';
import type { ConfigProblem } from './problem.ts';
import { schemaAt, typed } from './typed.ts';
import type { Source } from './sources.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One value that replaces what the file says. */
export interface Assignment {
  readonly value: unknown;
  readonly source: Source;
}

export interface Assignments {
  readonly assignments: readonly Assignment[];
  readonly problems: readonly ConfigProblem[];
}

const prefix = 'HEXAOPS_';

/**
 * The values that the environment sets: `PORT`, `HEXAOPS_SERVER__PORT`, and `..._FILE` for the content of a file.
 * A name with `__` must lead somewhere. One without is taken only where it names a key: a cluster puts variables of its own
 * there (`HEXAOPS_PORT=tcp://...` for a Service called hexaops).
 */
export async function assignmentsOf(environment: Environment, written: unknown): Promise<Assignments> {
  const assignments: Assignment[] = [];
  const problems: ConfigProblem[] = [];
  const port = environment['PORT'];
  if (port !== undefined && port !== '') assignments.push(assign(['server', 'port'], port, 'PORT', 'yaml', false));
  for (const [name, text] of Object.entries(environment).toSorted(([left], [right]) => left.localeCompare(right))) {
    if (!name.startsWith(prefix) || text === undefined) continue;
    const fromFile = name.endsWith('_FILE');
    const segments = name.slice(prefix.length, fromFile ? -'_FILE'.length : undefined).split('__');
    if (segments.length === 1 && !isKey(segments[0] ?? '')) continue;
    try {
      const path = pathOf(segments, written);
      if (fromFile) assignments.push(assign(path, await readSecret(text), name, 'text', true));
      else assignments.push(assign(path, text, name, 'yaml', false));
    } catch (error) {
      problems.push({ path: segments.join('.'), message: messageOf(error), source: `environment variable ${name}` });
    }
  }
  return { assignments, problems };
}

function assign(
  path: readonly string[],
  text: string,
  name: string,
  otherwise: 'text' | 'yaml',
  secret: boolean,
): Assignment {
  return {
    value: typed(text, path, otherwise),
    source: { path, kind: 'override', from: `environment variable ${name}`, secret },
  };
}

function isKey(segment: string): boolean {
  return Object.keys(configSchema.properties).some((key) => plain(key) === plain(segment));
}

/** The path in the configuration that the segments of a name mean. */
function pathOf(segments: readonly string[], written: unknown): readonly string[] {
  const path: string[] = [];
  let value: unknown = written;
  for (const segment of segments) {
    const keys =
      path.length === 1 && path[0] === 'plugins' ? pluginKeys(segment, value) : [keyOf(segment, path, value)];
    for (const key of keys) {
      path.push(key);
      value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    }
  }
  return path;
}

function keyOf(segment: string, path: readonly string[], value: unknown): string {
  const present = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const properties = schemaAt(path)?.properties;
  const known = properties === undefined ? present : Object.keys(properties);
  const key = known.find((name) => plain(name) === plain(segment));
  if (key !== undefined) return key;
  if (properties !== undefined) throw describe(segment, 'key', known);
  // A name that the file does not have: a workspace's id, or a key of a plugin.
  return path[0] === 'plugins' ? camelCase(segment) : segment.toLowerCase().replaceAll('_', '-');
}

/** A plugin is named by the last part of its package's name; what follows is in its configuration. */
function pluginKeys(segment: string, plugins: unknown): readonly string[] {
  const names = (Array.isArray(plugins) ? plugins : []).map((plugin) => {
    const use = (plugin as { readonly use?: unknown } | null)?.use;
    return typeof use === 'string' ? (use.split('/').at(-1) ?? use) : '';
  });
  const index = names.findIndex((name) => plain(name) === plain(segment));
  if (index === -1) throw describe(segment, 'plugin', names);
  return [String(index), 'config'];
}

function describe(segment: string, what: string, known: readonly string[]): Error {
  const { message, nextStep } = unknownName('config-invalid', what, segment, known);
  return new Error(`${message}: ${nextStep ?? ''}`);
}

function plain(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

function camelCase(segment: string): string {
  return segment.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
