import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Schema } from '../extension/schema.ts';
import { HexaopsError, messageOf } from '../errors.ts';

/** Says what is wrong with a value, one sentence a problem, each with its path; nothing when it is valid. Never changes it. */
export type Validate = (value: unknown) => readonly string[];

const options = { allErrors: true, strict: false, allowUnionTypes: true, useDefaults: false } as const;

/** Judges schemas. Each instance compiles the schema of schemas anew, which takes longer than most schemas do: so one does it for all. */
const judge = new Ajv2020(options);

/** What was compiled of a schema before: plugins bring the same one to every engine. */
const compiled = new WeakMap<object, Validate>();

/** A validator of a schema, which must not change afterwards. Raises `plugin-invalid` where the schema itself is not valid. */
export function compileSchema(schema: Schema): Validate {
  const known = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, known);
  return known;
}

function compile(schema: Schema): Validate {
  const ajv = new Ajv2020({ ...options, validateSchema: false });
  addFormats.default(ajv);
  try {
    if (judge.validateSchema(schema) !== true) throw new Error(judge.errorsText(judge.errors));
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? [] : (validate.errors ?? []).map(sentence));
  } catch (cause) {
    throw new HexaopsError('plugin-invalid', `a JSON Schema is not valid: ${messageOf(cause)}`, { cause });
  }
}

function sentence({ instancePath, message, params, keyword }: ErrorObject): string {
  const place = instancePath === '' ? 'the value' : instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'additionalProperties')
    return `${place} has the unknown property "${String(params['additionalProperty'])}"`;
  if (keyword === 'enum') return `${place} must be one of ${JSON.stringify(params['allowedValues'])}`;
  return `${place} ${message ?? 'is not valid'}`;
}
