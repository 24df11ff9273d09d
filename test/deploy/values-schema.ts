import { readFile, readdir } from 'node:fs/promises';
import type { Plugin } from '@hexaops/core';
import { configSchema, isSecretKey } from '@hexaops/runtime';

type Schema = Readonly<Record<string, unknown>>;

export const chart = new URL('../../deploy/helm/hexaops/', import.meta.url);
const plugins = new URL('../../plugins/', import.meta.url);

/** `${env:NAME}` or `${file:PATH}`: where a value is, never the value. */
const reference = '^\\$\\{(env|file):[^}]+\\}$';
/** `https://user:password@host` with a password that is written out. */
const writtenPassword = '://[^/@:]*:[^$/@][^/@]*@';

/**
 * The schema of the chart's values: what the chart itself takes, with the schemas of the service and of every plugin of
 * this repository in their places. A secret can only be named there: what is written out is refused, with its path.
 */
export async function valuesSchema(): Promise<Schema> {
  const own = JSON.parse(await readFile(new URL('../values.own.schema.json', chart), 'utf8')) as {
    readonly properties: Schema;
  };
  const { plugins: _, ...service } = configSchema.properties;
  return {
    ...own,
    properties: {
      ...own.properties,
      config: deployed({ ...configSchema, properties: service }),
      plugins: { type: 'object', additionalProperties: false, properties: await pluginSchemas() },
    },
  };
}

async function pluginSchemas(): Promise<Schema> {
  const names = (await readdir(plugins)).toSorted();
  const entries = names.map(async (name): Promise<readonly [string, Schema]> => {
    const { default: plugin } = (await import(`@hexaops/${name}`)) as { readonly default: Plugin };
    const config = deployed(plugin.config);
    const properties = { enabled: { type: 'boolean' }, config };
    return [name, { type: 'object', additionalProperties: false, required: ['enabled'], properties }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The schema as it is before references are followed: any text may be one, and a secret must be. */
function deployed(schema: unknown, name = ''): Schema {
  if (typeof schema !== 'object' || schema === null) return {};
  const { properties, items, additionalProperties, anyOf, oneOf, allOf, ...rest } = schema as Schema;
  const parts = (list: unknown) => (Array.isArray(list) ? list.map((part) => deployed(part, name)) : undefined);
  const inside: Record<string, unknown> = {
    ...rest,
    ...(isRecord(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, deployed(value, key)])),
    }),
    ...(isRecord(items) && { items: deployed(items, name) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: isRecord(additionalProperties) ? deployed(additionalProperties) : additionalProperties,
    }),
    ...(anyOf !== undefined && { anyOf: parts(anyOf) }),
    ...(oneOf !== undefined && { oneOf: parts(oneOf) }),
    ...(allOf !== undefined && { allOf: parts(allOf) }),
  };
  if (rest['type'] !== 'string') return inside;
  const description = rest['description'];
  if (isSecretKey(name))
    return { type: 'string', pattern: reference, ...(description !== undefined && { description }) };
  const plain = { ...inside, not: { pattern: writtenPassword } };
  return 'pattern' in inside || 'format' in inside || 'enum' in inside
    ? { anyOf: [plain, { type: 'string', pattern: reference }] }
    : plain;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
