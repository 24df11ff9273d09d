import { parse } from 'yaml';
import { configSchema } from './schema.ts';

interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
}

/** The part of the schema that a path leads to; undefined inside a plugin's part, whose schema is the plugin's. */
export function schemaAt(path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = configSchema;
  for (const key of path) {
    if (node === undefined) return undefined;
    const { properties = {}, additionalProperties, items }: SchemaNode = node;
    if (Object.hasOwn(properties, key)) node = properties[key];
    else node = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  }
  return node;
}

/**
 * The value that a text from outside of the file stands for. Where the schema wants a string it is one; where it wants
 * anything else the text is read as YAML. Inside a plugin's part, `otherwise` decides.
 */
export function typed(text: string, path: readonly string[], otherwise: 'text' | 'yaml'): unknown {
  const schema = schemaAt(path);
  const asText = schema === undefined ? otherwise === 'text' : schema.type === 'string' || schema.enum !== undefined;
  if (asText) return text;
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}
