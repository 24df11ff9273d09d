import { defaultInvestigationSettings } from '@hexaops/core';
import { type Config, configSchema } from '@hexaops/runtime';
import { type SchemaPart, schemaRows, type SchemaRow } from '../support/schema-rows.ts';

/** A part of the reference: the service, or one plugin. */
export interface Configured {
  readonly name: string;
  readonly rows: readonly SchemaRow[];
}

/** The service's own keys; `config` is what an empty file gives. */
export function serviceKeys(config: Config): Configured {
  const given: SchemaPart = { ...config, investigations: defaultInvestigationSettings };
  const rows = schemaRows(configSchema).map((row) => {
    const value = row.leaf ? valueAt(given, row.path.split('.')) : undefined;
    return value === undefined || isEmpty(value) ? row : { ...row, fallback: JSON.stringify(value) };
  });
  return { name: 'The service', rows };
}

/** The page. */
export function configurationReference(parts: readonly Configured[]): string {
  const [service, ...plugins] = parts;
  const silent = plugins.filter(({ rows }) => rows.length === 0).map(({ name }) => name);
  return [
    '# Configuration reference',
    'Every key of the configuration file, made from the schemas that it is checked with. [Configuration](configuration.md) says how the file is found, where else values may come from, and how mistakes are told. `NAME` stands for a name of your own, `[]` for each entry of a list.',
    service === undefined ? '' : section(service.name, '', service.rows),
    '## Plugins',
    "A plugin's keys are under `config`, beside `use`, in its entry of `plugins`.",
    `These have none: ${silent.map(linkOf).join(', ')}.`,
    ...plugins
      .filter(({ rows }) => rows.length > 0)
      .map(({ name, rows }) => section(name, `Explained in [its README](../plugins/${name}/README.md).`, rows, '###')),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(name: string, introduction: string, rows: readonly SchemaRow[], mark = '##'): string {
  const lines = rows.map(
    ({ path, type, required, fallback, description = '' }) =>
      `| \`${path}\` | ${cell(type)} | ${required ? 'required' : cell(codeOf(fallback))} | ${cell(description)} |`,
  );
  const table = ['| key | type | default | |', '| - | - | - | - |', ...lines].join('\n');
  return [`${mark} ${name}`, introduction, table].filter((part) => part !== '').join('\n\n');
}

function codeOf(fallback: string | undefined): string {
  return fallback === undefined ? '' : `\`${fallback}\``;
}

function cell(text: string): string {
  return text.replaceAll(/[|<]/g, (character) => `\\${character}`);
}

function linkOf(name: string): string {
  return `[${name}](../plugins/${name}/README.md)`;
}

function valueAt(value: unknown, [key, ...others]: readonly string[]): unknown {
  if (key === undefined) return value;
  return typeof value === 'object' && value !== null ? valueAt((value as SchemaPart)[key], others) : undefined;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
