import { type SchemaPart, schemaRows, typeOf } from '../../test/support/schema-rows.ts';

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: SchemaPart }>>;
  readonly description?: string;
}

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: SchemaPart }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaPart>> };
}

/** The description of the HTTP interface as Markdown: every operation, and every shape that has a name. */
export function openApiPage({ paths, components }: OpenApi): string {
  const names = new Set(Object.keys(components.schemas));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(method.toUpperCase(), path, operation, names)),
  );
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${shapeOf(schema, names) || `${typeOf(schema)}\n`}`,
  );
  return [
    '# HTTP reference',
    'Made from the [OpenAPI document](openapi.json), which the service is tested against. [HTTP](http.md) explains it.',
    '## Operations',
    ...operations,
    '## Shapes',
    ...shapes,
  ].join('\n\n');
}

function operationOf(method: string, path: string, operation: Operation, names: ReadonlySet<string>): string {
  const { summary, parameters = [], requestBody, responses } = operation;
  const given = parameters.map(
    (parameter) =>
      `| \`${parameter.name}\` | ${parameter.in} | ${cell(typeOf(parameter.schema))} | ${parameter.required === true ? 'yes' : ''} |`,
  );
  const answers = Object.entries(responses).map(([status, { description = '', content = {} }]) => {
    const shapesOf = Object.entries(content).map(
      ([type, { schema }]) => `${linked(typeOf(schema), names)} (\`${type}\`)`,
    );
    return `| ${status} | ${cell(description)} | ${shapesOf.join(', ')} |`;
  });
  return [
    `### ${method} ${path}`,
    summary,
    given.length === 0 ? '' : ['| parameter | in | type | needed |', '| - | - | - | - |', ...given].join('\n'),
    ...Object.values(requestBody?.content ?? {}).map(({ schema }) => `Body:\n\n${shapeOf(schema, names)}`),
    ['| status | | answers |', '| - | - | - |', ...answers].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function shapeOf(schema: SchemaPart, names: ReadonlySet<string>): string {
  const rows = schemaRows(schema).map(
    ({ path, type, required, description = '' }) =>
      `| \`${path}\` | ${linked(type, names)} | ${required ? 'yes' : ''} | ${cell(description)} |`,
  );
  return rows.length === 0 ? '' : ['| key | type | needed | |', '| - | - | - | - |', ...rows].join('\n');
}

/** Names of shapes lead to them. */
function linked(type: string, names: ReadonlySet<string>): string {
  return type
    .split(/(?<= or |list of |map of )|(?= or )/)
    .map((word) => (names.has(word) ? `[${word}](#${word.toLowerCase()})` : cell(word)))
    .join('');
}

function cell(text: string): string {
  return text.replaceAll(/[|<{]/g, (character) => `\\${character}`).replaceAll('\n', ' ');
}
