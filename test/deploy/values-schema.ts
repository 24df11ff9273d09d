import { readFile } from 'node:fs/promises';
import { configSchema, isSecretKey } from '@hexaops/runtime';
import { allPlugins } from '../support/plugins.ts';

type Schema = Readonly<Record<string, unknown>>;

export const chart = new URL('../../deploy/helm/hexaops/', import.meta.url);

/** `${env:NAME}` or `${file:PATH}`: where a value is, never the value. */
const reference = '^\\$\\{(env|file):[^}]+\\}$';
/** `https://user:password@host` with a password that is written out. */
const writtenPassword = '://[^/@:]*:[^$/@][^/@]*@';

/**
 * The schema of the chart's values: what the chart itself takes, with the schemas of the service and of every plugin of
 * this repository in their places. A secret can only be named there: what is written out is refused, with its path. Where the
 * service listens, and how long it takes to end, are values of the chart's own: probes and the pod's end depend on them.
 */
export async function valuesSchema(): Promise<Schema> {
  const own = JSON.parse(await readFile(new URL('../values.own.schema.json', chart), 'utf8')) as {
    readonly properties: Schema;
  };
  const { plugins: _, server, ...service } = configSchema.properties;
  const { host: __, port: ___, shutdownSeconds: ____, ...settable } = server.properties;
  return {
    ...own,
    properties: {
      ...own.properties,
      config: deployed({ ...configSchema, properties: { ...service, server: { ...server, properties: settable } } }),
      plugins: { type: 'object', additionalProperties: false, properties: await pluginSchemas() },
    },
  };
}

/** Plugins with a lockfile of their own are not in the image. */
async function pluginSchemas(): Promise<Schema> {
  const entries = (await allPlugins()).map(([name, plugin]): readonly [string, Schema] => {
    const properties = { enabled: { type: 'boolean' }, config: deployed(plugin.config) };
    const part = { type: 'object', additionalProperties: false, required: ['enabled'], properties };
    return [name, Array.isArray(plugin.config['required']) ? { ...part, ...configured } : part];
  });
  return Object.fromEntries(entries);
}

/** A plugin that needs to be told something does not start without. */
const configured: Schema = {
  if: { properties: { enabled: { const: true } } },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { required: ['config'] },
};

/** What a configuration may hold is described inside of these keywords, beside `properties`. */
const inside: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf']);

/** Helm reads patterns as Go does (RE2), which looks neither ahead nor behind: such a pattern is left to the service. */
const looksAround = /\(\?<?[=!]/;

/** The schema as it is before references are followed: any text may be one, and a secret must be. */
function deployed(schema: Schema, name = ''): Schema {
  const { type, description } = schema;
  if (type === 'string' && isSecretKey(name)) {
    return { type, pattern: reference, ...(description !== undefined && { description }) };
  }
  const readable = Object.entries(schema).filter(
    ([keyword, value]) => keyword !== 'pattern' || typeof value !== 'string' || !looksAround.test(value),
  );
  const entries = readable.map(([keyword, value]): readonly [string, unknown] => {
    if (keyword === 'properties' && isRecord(value)) {
      return [keyword, Object.fromEntries(Object.entries(value).map(([key, part]) => [key, partOf(part, key)]))];
    }
    return [keyword, inside.has(keyword) ? partOf(value, keyword === 'additionalProperties' ? '' : name) : value];
  });
  const result = Object.fromEntries(entries);
  if (type !== 'string') return result;
  const plain = { ...result, not: { pattern: writtenPassword } };
  const isNarrow = ['pattern', 'format', 'enum'].some((keyword) => keyword in schema);
  return isNarrow ? { anyOf: [plain, { type, pattern: reference }] } : plain;
}

function partOf(part: unknown, name: string): unknown {
  if (Array.isArray(part)) return part.map((each: unknown) => partOf(each, name));
  return isRecord(part) ? deployed(part, name) : part;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
