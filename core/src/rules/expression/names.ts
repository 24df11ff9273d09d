import { unknownName } from '../../errors.ts';
import type { Schema } from '../../extension/schema.ts';
import { elementsOf, type Lookup, member } from '../condition/fact-schema.ts';
import { comprehensionNames } from './comprehension.ts';
import { ExpressionError, type Node } from './parse.ts';
import { childrenOf } from './walk.ts';

type Scope = ReadonlyMap<string, Schema | undefined>;

/** Raises `ExpressionError` for a field that the schema of the facts does not have; the right names are listed. */
export function checkNames(node: Node, schema: Schema): void {
  schemaOf(node, schema, new Map());
}

/** The schema of a node's values; undefined where it is dynamic. */
function schemaOf(node: Node, root: Schema, scope: Scope): Schema | undefined {
  switch (node.op) {
    case 'value':
      return undefined;
    case 'id':
      return scope.has(node.args) ? scope.get(node.args) : resolve(member(root, node.args), node, 'the fact');
    case '.':
    case '.?': {
      const parent = schemaOf(node.args[0], root, scope);
      return parent && resolve(member(parent, node.args[1]), node, textOf(node.args[0]));
    }
    case '[]':
    case '[?]': {
      const [target, key] = node.args;
      const parent = schemaOf(target, root, scope);
      schemaOf(key, root, scope);
      if (parent === undefined || key.op !== 'value') return undefined;
      return resolve(member(parent, String(key.args)), node, textOf(target));
    }
    case 'rcall': {
      const [name, receiver, args] = node.args;
      const parent = schemaOf(receiver, root, scope);
      const [variable, ...bodies] = args;
      const comprehension = comprehensionNames.includes(name) && variable?.op === 'id';
      const inner = comprehension ? new Map([...scope, [variable.args, parent && elementsOf(parent)] as const]) : scope;
      for (const body of comprehension ? bodies : args) schemaOf(body, root, inner);
      return name === 'filter' ? parent : undefined;
    }
    default:
      for (const child of childrenOf(node)) schemaOf(child, root, scope);
      return undefined;
  }
}

function resolve(lookup: Lookup, node: Node, owner: string): Schema | undefined {
  if (lookup.kind === 'dynamic') return undefined;
  if (lookup.kind === 'known') return lookup.schema;
  const { message, nextStep } = unknownName('rules-invalid', `field of ${owner}`, lookup.name, lookup.known);
  throw new ExpressionError(message, node.pos, nextStep ?? '');
}

function textOf(node: Node): string {
  return node.input.slice(node.start, node.end);
}
