import { unknownName, type Schema } from '@hexaops/core';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** One thing that is wrong with a value. */
export interface Violation {
  /** Keys and indexes from the root to the value, or to the key that is missing or should not be there. */
  readonly path: readonly string[];
  /** What was expected, for people: `must be integer`. Never quotes the value: it may be a secret. */
  readonly message: string;
  /** Where the path names an unknown key: those that are known, the nearest spelling first. */
  readonly known?: readonly string[];
}

/** Says what is wrong with a value; nothing when it is valid. Never changes it. */
export type Check = (value: unknown) => readonly Violation[];

/** `first` stops at the first mistake: for hostile input, where a list of all may be longer than the input. */
export function compileCheck(schema: Schema, extent: 'all' | 'first'): Check {
  const known = compiled[extent].get(schema) ?? compile(schema, extent);
  compiled[extent].set(schema, known);
  return known;
}

/** What was compiled of a schema before: none changes. */
const compiled = { all: new WeakMap<object, Check>(), first: new WeakMap<object, Check>() } as const;

function compile(schema: Schema, extent: 'all' | 'first'): Check {
  const ajv = new Ajv2020({
    allErrors: extent === 'all',
    verbose: true,
    strict: false,
    allowUnionTypes: true,
    logger: false,
    // Each would compile the schema of schemas anew. A plugin's schema is judged by the engine.
    validateSchema: false,
  });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(violationOf));
}

function violationOf({ instancePath, keyword, params, message, parentSchema }: ErrorObject): Violation {
  const path = instancePath.split('/').slice(1).map(unescapePointer);
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params['additionalProperty']), (parentSchema?.['properties'] ?? {}) as object);
    case 'required':
      return { path: [...path, String(params['missingProperty'])], message: 'is missing' };
    case 'enum':
      return {
        path,
        message: `must be one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}`,
      };
    case 'const':
      return { path, message: `must be ${String(params['allowedValue'])}` };
    default:
      return { path, message: message ?? 'is not valid' };
  }
}

function unknownKey(path: readonly string[], name: string, properties: object): Violation {
  const shown = name.slice(0, longestShownName);
  const { nextStep, details } = unknownName('input-invalid', 'key', shown, Object.keys(properties));
  return {
    path: [...path, shown],
    message: `is not known here: ${nextStep}`,
    known: details?.['known'] as readonly string[],
  };
}

/** A name may come from a hostile body: longer ones are compared and shown by their beginning. */
const longestShownName = 64;

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `plugins[0].config.audience`. */
export function printPath(path: readonly string[]): string {
  const printed = path.map((key) => {
    if (/^\d+$/.test(key)) return `[${key}]`;
    return /^[\w-]+$/.test(key) ? `.${key}` : `.${JSON.stringify(key)}`;
  });
  return printed.join('').replace(/^\./, '') || '(root)';
}
