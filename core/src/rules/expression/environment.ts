import { Environment, type ObjectSchema } from '@marcbachmann/cel-js';
import type { Schema } from '../../extension/schema.ts';
import { typesOf } from '../condition/fact-schema.ts';
import { expressionLimits, variableName } from './parse.ts';

const declarable = /^(?!(?:true|false|null|in)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** The environment in which expressions over facts of a schema are type-checked; without one, every name is dynamic. */
export function environmentFor(schema: Schema | undefined): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: expressionLimits,
  });
  // A number of JSON is a double, also beside an integer of the expression. The handlers never run.
  for (const operator of ['+', '-', '*', '/', '%']) {
    environment.registerOperator(`double ${operator} int`, unused);
    environment.registerOperator(`int ${operator} double`, unused);
  }
  environment.registerOperator('double == int', unused);
  for (const [name, type] of Object.entries(fieldsOf(schema))) {
    if (typeof type === 'string') environment.registerVariable(variableName(name), type);
    else environment.registerVariable(variableName(name), { schema: type });
  }
  return environment;
}

function unused(): never {
  throw new TypeError('expressions are checked by cel-js, and evaluated here');
}

function fieldsOf(schema: Schema | undefined): ObjectSchema {
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => declarable.test(name))
      .map(([name, property]) => [name, typeOf(property)]),
  );
}

/** Numbers are dynamic: JSON has one kind of them, and CEL's checker lets no double meet an integer. */
function typeOf(schema: Schema): string | ObjectSchema {
  const types = typesOf(schema);
  const nullable = Array.isArray(schema['type']) && schema['type'].includes('null');
  if (types.length !== 1 || nullable) return 'dyn';
  switch (types[0]) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'array':
      return 'list';
    case 'object': {
      const closed = schema['additionalProperties'] === undefined || schema['additionalProperties'] === false;
      const fields = closed ? fieldsOf(schema) : {};
      return Object.keys(fields).length > 0 ? fields : 'dyn';
    }
    default:
      return 'dyn';
  }
}
