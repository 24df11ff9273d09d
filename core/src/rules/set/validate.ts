import { Ajv, type ErrorObject } from 'ajv';
import { unknownName } from '../../errors.ts';
import type { RuleSet } from './rule-set.ts';
import { ruleSetSchema } from './rule-set-schema.ts';

/** A mistake in the shape of a set. */
export interface ShapeError {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly nextStep: string;
}

const validator = new Ajv({ allErrors: true, discriminator: true, strict: false, verbose: true }).compile(
  ruleSetSchema,
);

/** Checks the shape of a set against the JSON Schema; no error means that it is a `RuleSet`. */
export function shapeErrors(set: unknown): readonly ShapeError[] {
  if (validator(set)) return [];
  const errors = (validator.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.map((error) => ({ path: pathOf(error, set), ...explain(error) }));
}

export function isRuleSet(set: unknown): set is RuleSet {
  return shapeErrors(set).length === 0;
}

function pathOf({ instancePath, keyword, params }: ErrorObject, set: unknown): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let value = set;
  for (const part of instancePath.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(value) ? Number(name) : name;
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  if (keyword === 'additionalProperties') path.push(String(params['additionalProperty']));
  return path;
}

function explain(error: ErrorObject): { readonly message: string; readonly nextStep: string } {
  const { keyword, params, parentSchema } = error;
  const what = error.instancePath.split('/').at(-1) || 'the set';
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
      return pick(unknownName('rules-invalid', 'name', String(params['additionalProperty']), known));
    }
    case 'enum':
      return pick(
        unknownName('rules-invalid', what, String(error.data), (params['allowedValues'] as unknown[]).map(String)),
      );
    case 'discriminator': {
      const tag = String(params['tag']);
      const known =
        tag === 'stage'
          ? ['route', 'diagnose', 'guard', 'trigger', 'model']
          : ['object', 'integer', 'duration', 'word', 'text'];
      return pick(unknownName('rules-invalid', tag, String(params['tagValue']), known));
    }
    case 'const':
      return {
        message: `${what} is not ${JSON.stringify(params['allowedValue'])}`,
        nextStep: `write ${JSON.stringify(params['allowedValue'])}`,
      };
    case 'required':
      return { message: `"${String(params['missingProperty'])}" is missing`, nextStep: 'add it' };
    default:
      return { message: `${what} ${error.message ?? 'is wrong'}`, nextStep: 'see docs/rules.md' };
  }
}

function pick({ message, nextStep }: { readonly message: string; readonly nextStep: string | undefined }) {
  return { message, nextStep: nextStep ?? '' };
}
