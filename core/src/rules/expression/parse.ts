import type {
  ASTNode,
  Environment,
  ParseError,
  TypeCheckResult,
  TypeError as CelTypeError,
} from '@marcbachmann/cel-js';

import { childrenOf } from './walk.ts';

export type Node = ASTNode;

/** A mistake in an expression. */
export class ExpressionError extends Error {
  /** Characters from the start of the expression. */
  readonly offset: number;
  readonly nextStep: string;

  constructor(message: string, offset: number, nextStep: string) {
    super(message);
    this.name = 'ExpressionError';
    this.offset = offset;
    this.nextStep = nextStep;
  }
}

export const expressionLimits = {
  maxAstNodes: 2000,
  maxDepth: 64,
  maxListElements: 1000,
  maxMapEntries: 100,
  maxCallArguments: 8,
} as const;
const maximumLength = 8192;

const typeNames: ReadonlySet<string> = new Set(
  'string bool int uint double bytes list map type null_type cel optional google'.split(' '),
);

/**
 * Parses and type-checks; `checkNames` comes between the two. The result must be a boolean, or dynamic. Raises
 * `ExpressionError`, also for endless nesting.
 */
export function parseExpression(text: string, environment: Environment, checkNames: (node: Node) => void): Node {
  if (text.length > maximumLength) {
    throw new ExpressionError(`the expression has more than ${maximumLength} characters`, 0, 'split the rule');
  }
  const { node, type } = parse(text, environment, checkNames);
  if (type !== 'bool' && type !== 'dyn') {
    throw new ExpressionError(`the expression gives ${type}, not true or false`, 0, 'compare it with something');
  }
  return node;
}

function parse(
  text: string,
  environment: Environment,
  checkNames: (node: Node) => void,
): { readonly node: Node; readonly type: string } {
  try {
    const parsed = environment.parse(text);
    checkNames(parsed.ast);
    const checked = checkTypes(parsed.ast, () => parsed.check());
    if (checked.error !== undefined) throw checked.error;
    return { node: parsed.ast, type: checked.type ?? 'dyn' };
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    if (error instanceof RangeError)
      throw new ExpressionError('the expression is nested too deeply', 0, 'split the rule');
    const { code, summary, message, range } = error as ParseError | CelTypeError;
    throw new ExpressionError(summary ?? message, range?.start ?? 0, adviceFor(code));
  }
}

/**
 * For cel-js, names of types are constants that no variable can shadow. A fact may well have a field `type`: while the
 * types are checked, such names are others.
 */
function checkTypes(ast: Node, check: () => TypeCheckResult): TypeCheckResult {
  const shadowing: { args: unknown }[] = [];
  const collect = (node: Node): void => {
    if (node.op === 'id' && typeNames.has(node.args)) shadowing.push(node);
    for (const child of childrenOf(node)) collect(child);
  };
  collect(ast);
  const names = shadowing.map((node) => node.args);
  for (const node of shadowing) node.args = variableName(String(node.args));
  try {
    return check();
  } finally {
    for (const [index, node] of shadowing.entries()) node.args = names[index];
  }
}

/** The name under which a field of the fact is declared to cel-js. */
export function variableName(field: string): string {
  return typeNames.has(field) ? `${field}__field` : field;
}

function adviceFor(code: string | undefined): string {
  switch (code) {
    case 'reserved_identifier':
      return 'CEL reserves this name: use it in "match", or after a dot';
    case 'limit_exceeded':
      return 'split the rule';
    case 'no_such_overload':
    case 'no_matching_overload':
      return 'compare values of one type; see the functions in docs/rules.md';
    default:
      return 'mend the expression; CEL is described in docs/rules.md';
  }
}
