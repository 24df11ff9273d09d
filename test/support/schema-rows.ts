/** A JSON Schema, or a part of one. */
export type SchemaPart = Readonly<Record<string, unknown>>;

/** One place in a value that a schema describes. */
export interface SchemaRow {
  /** `server.limits`, `plugins[].use`, `prices.NAME.input`. */
  readonly path: string;
  /** In words: `integer, 1 to 600`; `"chat" or "responses"`. */
  readonly type: string;
  readonly required: boolean;
  /** As it would be written; undefined where there is none. */
  readonly fallback: string | undefined;
  readonly description: string | undefined;
  /** Whether it has no parts of its own. */
  readonly leaf: boolean;
}

/** Every place that a schema names, in its order. References (`$ref`) are named and not followed. */
export function schemaRows(schema: SchemaPart, path = ''): readonly SchemaRow[] {
  const choices = choicesOf(schema)
    .map((choice) => partsOf(choice, path))
    .filter((rows) => rows.length > 0);
  const inAll = (wanted: string) => choices.every((rows) => rows.some((row) => row.path === wanted));
  const own = path === '' ? 1 : path.split('.').length + 1;
  const seen = new Set<string>();
  return choices.flat().flatMap((row) => {
    if (seen.has(row.path)) return [];
    seen.add(row.path);
    const isOwn = row.path.split('.').length === own;
    return [isOwn && !inAll(row.path) ? { ...row, required: false } : row];
  });
}

function partsOf(schema: SchemaPart, path: string): readonly SchemaRow[] {
  const required = new Set(listOf(schema['required']));
  const named = alike(recordOf(schema['properties'])).flatMap(([name, part]) =>
    rowsOf(part, path === '' ? name : `${path}.${name}`, required.has(name)),
  );
  const any = recordOf(schema['additionalProperties']);
  if (Object.keys(any).length > 0) named.push(...schemaRows(any, `${path}.NAME`));
  const items = recordOf(schema['items']);
  return [...named, ...(Object.keys(items).length > 0 ? schemaRows(items, `${path}[]`) : [])];
}

function rowsOf(schema: SchemaPart, path: string, required: boolean): readonly SchemaRow[] {
  const parts = schemaRows(schema, path);
  const own: SchemaRow = {
    path,
    type: typeOf(schema),
    required,
    fallback: schema['default'] === undefined ? undefined : JSON.stringify(schema['default']),
    description: textOf(schema['description']),
    leaf: parts.length === 0,
  };
  return [own, ...parts];
}

/** Four properties and more that are all the same are told once, as NAME, with their names. */
function alike(properties: SchemaPart): readonly (readonly [string, SchemaPart])[] {
  const entries = Object.entries(properties).map(([name, part]): [string, SchemaPart] => [name, recordOf(part)]);
  const [first] = entries;
  if (first === undefined || entries.length < 4 || new Set(entries.map(([, part]) => JSON.stringify(part))).size > 1) {
    return entries;
  }
  const names = `NAME is one of ${entries.map(([name]) => name).join(', ')}.`;
  return [['NAME', { ...first[1], description: [textOf(first[1]['description']), names].filter(Boolean).join(' ') }]];
}

/** What a value may be, where a schema leaves the choice: each with what the schema says of all. */
function choicesOf(schema: SchemaPart): readonly SchemaPart[] {
  const lists = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) =>
    Array.isArray(schema[keyword]) ? schema[keyword] : [],
  );
  const choices = [...lists, ...(schema['else'] === undefined ? [] : [schema['else']])].map(recordOf);
  return [schema, ...choices.flatMap(choicesOf)];
}

export function typeOf(schema: SchemaPart): string {
  const { type, items, $ref: reference } = schema;
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value: unknown) => JSON.stringify(value)).join(' or ');
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  if (type === 'array') return `list of ${typeOf(recordOf(items))}`;
  if (type === 'object') {
    const any = recordOf(schema['additionalProperties']);
    return Object.keys(any).length > 0 ? `map of ${typeOf(any)}` : 'object';
  }
  if (type === 'integer' || type === 'number') return `${type}${rangeOf(schema)}`;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return type.join(' or ');
  const then = recordOf(schema['then']);
  const choices = choicesOf(schema).slice(1);
  const named = [...(Object.keys(then).length > 0 ? [then] : []), ...choices].map(typeOf);
  return [...new Set(named.filter((name) => name !== 'any'))].join(' or ') || 'any';
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: SchemaPart): string {
  const least = numberOf(minimum);
  const most = numberOf(maximum);
  if (typeof exclusiveMinimum === 'number') return `, above ${exclusiveMinimum}${most === '' ? '' : `, to ${most}`}`;
  if (least !== '' && most !== '') return `, ${least} to ${most}`;
  if (least !== '') return `, from ${least}`;
  return most === '' ? '' : `, to ${most}`;
}

/** Bounds that only keep out nonsense are not told. */
const nonsense = 100_000_000;

function numberOf(value: unknown): string {
  return typeof value === 'number' && value < nonsense ? String(value) : '';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function recordOf(value: unknown): SchemaPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SchemaPart) : {};
}
