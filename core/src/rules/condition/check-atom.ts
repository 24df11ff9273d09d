import { unknownName } from '../../errors.ts';
import type { Schema } from '../../extension/schema.ts';
import type { Atom } from './atom.ts';
import { lookUp, typesOf, valuesOf } from './fact-schema.ts';
import { formatPath, type Path } from './path.ts';

interface Advice {
  readonly message: string;
  readonly nextStep: string;
}

/** A path that facts of the schema do not have. */
export function wrongPath(path: Path, schema: Schema): Advice | undefined {
  const found = lookUp(schema, path);
  if (found.kind !== 'wrong') return undefined;
  const owner = path.slice(0, path.indexOf(found.name));
  const { message, nextStep = '' } = unknownName(
    'rules-invalid',
    owner.length === 0 ? 'field of the fact' : `field of ${formatPath(owner)}`,
    found.name,
    found.known,
  );
  return { message, nextStep };
}

/** An atom that can never hold for facts of the schema: a wrong name, a wrong type, a value that is not listed. */
export function wrongAtom(atom: Atom, schema: Schema): Advice | undefined {
  const wrong = wrongPath(atom.path, schema);
  if (wrong !== undefined || atom.operator === 'exists') return wrong;
  const found = lookUp(schema, atom.path);
  if (found.kind !== 'known') return undefined;
  const types = typesOf(found.schema);
  const operands = typeof atom.operand === 'object' && atom.operand !== null ? atom.operand : [atom.operand];
  for (const operand of operands) {
    if (operand === null) continue;
    const type = atom.operator === 'contains' && types.includes('array') ? undefined : typeof operand;
    if (
      type !== undefined &&
      types.length > 0 &&
      !types.some((name) => name === type || (name === 'integer' && type === 'number'))
    ) {
      return {
        message: `${formatPath(atom.path)} is ${types.join(' or ')}, and is compared with ${JSON.stringify(operand)}`,
        nextStep: `compare it with a value of type ${types.join(' or ')}`,
      };
    }
    const values = ['equals', 'not', 'in', 'notIn'].includes(atom.operator) ? valuesOf(found.schema) : undefined;
    if (values !== undefined && !values.includes(operand)) {
      const { message, nextStep = '' } = unknownName(
        'rules-invalid',
        formatPath(atom.path),
        String(operand),
        values.map(String),
      );
      return { message, nextStep };
    }
  }
  return undefined;
}
