import type { Atom } from '../condition/atom.ts';
import type { Condition } from '../condition/condition.ts';
import type { Path } from '../condition/path.ts';
import type { Scalar } from '../set/rule-set.ts';
import { compileNode, pathOf } from './compile.ts';
import { patternAt } from './functions.ts';
import type { Scope } from './frame.ts';
import type { Node } from './parse.ts';
import { childrenOf } from './walk.ts';

const mirrored = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const;
const operators = {
  '==': 'equals',
  '!=': 'not',
  '>': 'greaterThan',
  '>=': 'atLeast',
  '<': 'lessThan',
  '<=': 'atMost',
} as const;

/** Takes a conjunction apart: simple members become atoms, the others keep their form. Raises `ExpressionError`. */
export function lower(node: Node): readonly Condition[] {
  if (node.op === '&&') return [...lower(node.args[0]), ...lower(node.args[1])];
  const atom = atomOf(node);
  if (atom !== undefined) return [{ kind: 'atom', source: 'when', atom }];
  const text = node.input.slice(node.start, node.end);
  return [{ kind: 'expression', source: 'when', text, paths: pathsIn(node), evaluate: compileNode(node, []) }];
}

function atomOf(node: Node): Atom | undefined {
  switch (node.op) {
    case '==':
    case '!=':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return comparison(node.op, node.args[0], node.args[1]);
    case 'in':
      return membership(node.args[0], node.args[1]);
    case 'call':
      return node.args[0] === 'has' ? existence(node.args[1][0], true) : undefined;
    case '!_':
      return node.args.op === 'call' && node.args.args[0] === 'has'
        ? existence(node.args.args[1][0], false)
        : undefined;
    case 'rcall':
      return textCondition(node.args[0], node.args[1], node.args[2]);
    default:
      return undefined;
  }
}

function comparison(operator: keyof typeof operators, left: Node, right: Node): Atom | undefined {
  const flipped = pathOf(left, []) === undefined;
  const path = pathOf(flipped ? right : left, []);
  const operand = literal(flipped ? left : right);
  if (path === undefined || operand === undefined) return undefined;
  const effective = flipped && operator !== '==' && operator !== '!=' ? mirrored[operator] : operator;
  if (effective === '==' || effective === '!=') return { path, operator: operators[effective], operand };
  return typeof operand === 'number' || typeof operand === 'string'
    ? { path, operator: operators[effective], operand }
    : undefined;
}

function membership(item: Node, container: Node): Atom | undefined {
  const path = pathOf(item, []);
  if (path === undefined || container.op !== 'list') return undefined;
  const operand = container.args.map(literal);
  return operand.every((value) => value !== undefined) ? { path, operator: 'in', operand } : undefined;
}

function existence(argument: Node | undefined, operand: boolean): Atom | undefined {
  const path = argument?.op === '.' ? pathOf(argument, []) : undefined;
  return path === undefined ? undefined : { path, operator: 'exists', operand };
}

function textCondition(name: string, receiver: Node, args: readonly Node[]): Atom | undefined {
  const path = pathOf(receiver, []);
  const argument = args[0];
  const operand = argument === undefined || args.length > 1 ? undefined : literal(argument);
  if (path === undefined || typeof operand !== 'string') return undefined;
  switch (name) {
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { path, operator: name, operand };
    case 'matches':
      return { path, operator: name, operand, pattern: patternAt(operand, argument?.start ?? 0) };
    default:
      return undefined;
  }
}

/** A constant that JSON has too. An integer that a double does not hold exactly is none. */
function literal(node: Node): Scalar | undefined {
  if (node.op === '-_') {
    const value = literal(node.args);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.op !== 'value') return undefined;
  const value = node.args;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  return typeof value === 'object' && value !== null ? undefined : value;
}

/** Every path of the fact that the expression reads, in the order of the text. */
function pathsIn(node: Node): readonly Path[] {
  const found = new Map<string, Path>();
  visit(node, [], (path) => found.set(path.join('\0'), path));
  return [...found.values()];
}

function visit(node: Node, scope: Scope, report: (path: Path) => void): void {
  const path = pathOf(node, scope);
  if (path !== undefined) return report(path);
  const [variable, ...bodies] = node.op === 'rcall' ? node.args[2] : [];
  const inner = variable?.op === 'id' && bodies.length > 0 ? [...scope, variable.args] : scope;
  for (const child of childrenOf(node)) visit(child, inner, report);
}
