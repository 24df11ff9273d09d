import { unknownName } from '../../errors.ts';
import { formatPath, type Path } from '../condition/path.ts';
import { and, asOutcome, or } from '../condition/verdict.ts';
import { equal, order, type Pay } from './compare.ts';
import { compileComprehension, comprehensionNames } from './comprehension.ts';
import { type Evaluate, type Frame, type Scope, spend } from './frame.ts';
import { functionNames, functions, compileMatches } from './functions.ts';
import { arithmetic, negate } from './arithmetic.ts';
import { ExpressionError, type Node } from './parse.ts';
import { Failure, isAbsent, isObject, member, typeName, Unknown } from './values.ts';

/** Turns a checked expression into closures. Raises `ExpressionError` for what rules do not have. */
export function compileNode(node: Node, scope: Scope): Evaluate {
  switch (node.op) {
    case 'value':
      return constant(node);
    case 'id':
      return variable(node.args, scope);
    case '.':
      return select(node, compileNode(node.args[0], scope), () => node.args[1]);
    case '[]':
      return index(node, compileNode(node.args[0], scope), compileNode(node.args[1], scope));
    case '&&':
      return logical(compileNode(node.args[0], scope), compileNode(node.args[1], scope), false);
    case '||':
      return logical(compileNode(node.args[0], scope), compileNode(node.args[1], scope), true);
    case '!_':
      return not(compileNode(node.args, scope));
    case '-_':
      return strict([compileNode(node.args, scope)], ([value]) => negate(value));
    case '?:':
      return choose(node.args.map((part) => compileNode(part, scope)));
    case 'list':
      return strict(
        node.args.map((item) => compileNode(item, scope)),
        (items) => items,
      );
    case 'map':
      return mapLiteral(node.args, scope);
    case 'call':
      return call(node, node.args[0], undefined, node.args[1], scope);
    case 'rcall':
      return call(node, node.args[0], node.args[1], node.args[2], scope);
    case '.?':
    case '[?]':
      throw new ExpressionError('optional access is not part of rules', node.start, 'use has(...)');
    default:
      return binary(node.op, compileNode(node.args[0], scope), compileNode(node.args[1], scope));
  }
}

/** Evaluates the operands; the first unknown, else the first failure, is the result of the whole. */
function strict(operands: readonly Evaluate[], apply: (values: readonly unknown[], frame: Frame) => unknown): Evaluate {
  return (frame) => {
    spend(frame, 1);
    let absent: Unknown | Failure | undefined;
    const values: unknown[] = [];
    for (const operand of operands) {
      const value = operand(frame);
      if (isAbsent(value))
        absent = absent instanceof Unknown ? absent : value instanceof Unknown ? value : (absent ?? value);
      else values.push(value);
    }
    return absent ?? apply(values, frame);
  };
}

/** The path of `a.b["c"]` over the fact; undefined for anything else, and for variables of comprehensions. */
export function pathOf(node: Node, scope: Scope): Path | undefined {
  if (node.op === 'id') return scope.includes(node.args) ? undefined : [node.args];
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const parent = pathOf(node.args[0], scope);
  const key =
    typeof node.args[1] === 'string' ? node.args[1] : node.args[1].op === 'value' ? node.args[1].args : undefined;
  return parent !== undefined && typeof key === 'string' ? [...parent, key] : undefined;
}

function constant(node: Node & { readonly op: 'value' }): Evaluate {
  const value = node.args;
  if (typeof value === 'object' && value !== null) {
    throw new ExpressionError(
      'rules have no bytes and no unsigned numbers',
      node.start,
      'write 1 for 1u, "text" for b"text"',
    );
  }
  return () => value;
}

function variable(name: string, scope: Scope): Evaluate {
  const slot = scope.lastIndexOf(name);
  if (slot >= 0) return (frame) => frame.variables[slot];
  const unknown = new Unknown(name);
  return (frame) => orUnknown(member(frame.fact, name), unknown);
}

function select(node: Node, target: Evaluate, key: () => string): Evaluate {
  const unknown = new Unknown(textOf(node));
  return (frame) => {
    spend(frame, 1);
    const value = target(frame);
    if (isAbsent(value)) return value;
    if (isObject(value)) return orUnknown(member(value, key()), unknown);
    // What is null has no fields: they are missing, like those of an object that is not there.
    return value === null ? unknown : new Failure(`${typeName(value)} has no field "${key()}"`);
  };
}

function index(node: Node, target: Evaluate, key: Evaluate): Evaluate {
  const unknown = new Unknown(textOf(node));
  return strict([target, key], ([value, at]) => {
    if (value === null) return unknown;
    if (Array.isArray(value)) {
      if (typeof at !== 'number' && typeof at !== 'bigint') return new Failure(`a list has no element ${typeName(at)}`);
      return orUnknown(member(value, String(at)), unknown);
    }
    if (!isObject(value)) return new Failure(`${typeName(value)} has no elements`);
    return typeof at === 'string' ? orUnknown(member(value, at), unknown) : unknown;
  });
}

function logical(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  const combine = decisive ? or : and;
  return (frame) => {
    spend(frame, 1);
    const first = asOutcome(left(frame));
    return first === decisive ? first : combine(first, asOutcome(right(frame)));
  };
}

function not(operand: Evaluate): Evaluate {
  return (frame) => {
    const outcome = asOutcome(operand(frame));
    return typeof outcome === 'boolean' ? !outcome : outcome;
  };
}

function choose([condition, then, otherwise]: readonly Evaluate[]): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const outcome = asOutcome(condition?.(frame));
    return typeof outcome === 'boolean' ? (outcome ? then : otherwise)?.(frame) : outcome;
  };
}

function mapLiteral(entries: readonly (readonly [Node, Node])[], scope: Scope): Evaluate {
  const keys = entries.map(([key]) => {
    if (key.op === 'value' && typeof key.args === 'string') return key.args;
    throw new ExpressionError('keys of a map must be texts', key.start, 'write {"key": value}');
  });
  const values = entries.map(([, value]) => compileNode(value, scope));
  return strict(values, (items) => Object.fromEntries(keys.map((key, index) => [key, items[index]])));
}

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const operands = [left, right];
  switch (operator) {
    case '==':
      return strict(operands, ([a, b], frame) => equal(a, b, payFrom(frame)));
    case '!=':
      return strict(operands, ([a, b], frame) => !equal(a, b, payFrom(frame)));
    case 'in':
      return strict(operands, ([item, container], frame) => {
        if (Array.isArray(container)) {
          spend(frame, container.length);
          return container.some((element) => equal(element, item, payFrom(frame)));
        }
        if (isObject(container)) return typeof item === 'string' && Object.hasOwn(container, item);
        return new Failure(`${typeName(container)} has no elements`);
      });
    case '<':
      return comparison(operands, (sign) => sign < 0);
    case '<=':
      return comparison(operands, (sign) => sign <= 0);
    case '>':
      return comparison(operands, (sign) => sign > 0);
    case '>=':
      return comparison(operands, (sign) => sign >= 0);
    default:
      return arithmetic(operator, left, right);
  }
}

function comparison(operands: readonly Evaluate[], test: (sign: number) => boolean): Evaluate {
  return strict(operands, ([a, b], frame) => {
    const sign = order(a, b, payFrom(frame));
    return typeof sign === 'number' ? test(sign) : sign;
  });
}

function payFrom(frame: Frame): Pay {
  return (steps) => spend(frame, steps);
}

function call(node: Node, name: string, receiver: Node | undefined, args: readonly Node[], scope: Scope): Evaluate {
  if (receiver === undefined && name === 'has') return has(node, args, scope);
  if (receiver !== undefined && comprehensionNames.includes(name)) {
    return compileComprehension(node, name, receiver, args, scope, compileNode);
  }
  if (receiver !== undefined && name === 'matches') return compileMatches(node, compileNode(receiver, scope), args[0]);
  const found = functions.get(receiver === undefined ? name : `.${name}`);
  if (found === undefined) {
    const { message, nextStep } = unknownName('rules-invalid', 'function', name, functionNames);
    throw new ExpressionError(message, node.start, nextStep ?? '');
  }
  const operands = (receiver === undefined ? args : [receiver, ...args]).map((argument) =>
    compileNode(argument, scope),
  );
  return strict(operands, found);
}

/** Always known: a path on which something is missing is not there. */
function has(node: Node, [argument]: readonly Node[], scope: Scope): Evaluate {
  if (argument?.op !== '.') throw new ExpressionError('has() takes a field: has(a.b)', node.start, 'write has(a.b)');
  const value = compileNode(argument, scope);
  return (frame) => {
    const found = value(frame);
    return found instanceof Failure ? found : !(found instanceof Unknown);
  };
}

function textOf(node: Node): string {
  const path = pathOf(node, []);
  return path === undefined ? node.input.slice(node.start, node.end) : formatPath(path);
}

/** JSON's `null` is a value, and not missing. */
function orUnknown(value: unknown, unknown: Unknown): unknown {
  return value === undefined ? unknown : value;
}
