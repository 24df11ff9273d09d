import { HexaopsError } from '@hexaops/core';
import type { SyntaxNode } from '@lezer/common';
import { canonical } from './canonical.ts';
import { invalid, nodesOf, type Parsed, parseExpression, textOf } from './parse.ts';
import { decodeString, encodeString } from './string-literal.ts';

/** The one label value that a workspace's series have. */
export interface WorkspaceMatcher {
  readonly label: string;
  readonly value: string;
}

/** Functions that read series which no selector of the expression names. */
const implicitSelections = new Set(['info']);

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * The expression with the workspace's matcher added to every selector: never in the place of another, so a selector that
 * names a second workspace finds nothing. The result is parsed again and proved before it is returned. Raises
 * `arguments-invalid` for what cannot be read and for functions that select by themselves.
 */
export function scopeExpression(expression: string, matcher: WorkspaceMatcher): string {
  return scoped(canonical(parseExpression(expression)), matcher).text;
}

/** The same for an expression that may be a selector and nothing else: `match[]` of series and labels. */
export function scopeSelector(selector: string, matcher: WorkspaceMatcher): string {
  const parsed = canonical(parseExpression(selector));
  if (parsed.tree.topNode.firstChild?.name !== 'VectorSelector' || parsed.tree.topNode.lastChild?.nextSibling != null)
    throw invalid('this is no selector', 'write a metric name, label matchers, or both: up{job="api"}');
  return scoped(parsed, matcher).text;
}

function scoped(parsed: Parsed, matcher: WorkspaceMatcher): Parsed {
  requireMatcher(matcher);
  for (const name of nodesOf(parsed, 'FunctionIdentifier').map((node) => textOf(parsed, node).toLowerCase())) {
    if (!implicitSelections.has(name)) continue;
    throw invalid(
      `${name}() reads series that the expression does not name`,
      `leave ${name}() out; join with on() instead`,
    );
  }
  const written = `${matcher.label}=${encodeString(matcher.value)}`;
  const selectors = nodesOf(parsed, 'VectorSelector');
  let text = '';
  let at = 0;
  for (const selector of selectors) {
    const matchers = selector.getChild('LabelMatchers');
    const place = matchers === null ? selector.to : matchers.from + 1;
    const separator = matchers?.firstChild == null ? '' : ',';
    text += parsed.text.slice(at, place) + (matchers === null ? `{${written}}` : `${written}${separator}`);
    at = place;
  }
  const result = parseExpression(text + parsed.text.slice(at));
  prove(parsed, result, matcher);
  return result;
}

/** Raises `internal` unless the result is the expression with the matcher in front of every selector's own, and nothing else. */
function prove(before: Parsed, after: Parsed, matcher: WorkspaceMatcher): void {
  const selectors = nodesOf(after, 'VectorSelector');
  const isWhole =
    selectors.length === nodesOf(before, 'VectorSelector').length &&
    selectors.every((selector) => isScoped(after, selector, matcher)) &&
    shapeOf(before, 0) === shapeOf(after, 1);
  if (!isWhole)
    throw new HexaopsError('internal', 'the expression could not be bound to the workspace; it was not sent');
}

function isScoped(parsed: Parsed, selector: SyntaxNode, { label, value }: WorkspaceMatcher): boolean {
  const first = selector.getChild('LabelMatchers')?.firstChild;
  const [name, operator, literal] = [
    first?.getChild('LabelName'),
    first?.getChild('MatchOp')?.firstChild,
    first?.getChild('StringLiteral'),
  ];
  return (
    first?.name === 'UnquotedLabelMatcher' &&
    name != null &&
    textOf(parsed, name) === label &&
    operator?.name === 'EqlSingle' &&
    literal != null &&
    decodeString(textOf(parsed, literal)) === value
  );
}

/** The tokens of an expression but for the first `skip` matchers of every selector. */
function shapeOf(parsed: Parsed, skip: number): string {
  const tokens: string[] = [];
  const walk = (node: SyntaxNode): void => {
    const children = [...childrenOf(node)];
    const kept = node.name === 'LabelMatchers' ? children.slice(skip) : children;
    if (node.name === 'LabelMatchers' && kept.length === 0) return;
    tokens.push(node.name);
    if (children.length === 0) tokens.push(textOf(parsed, node));
    for (const child of kept) walk(child);
    tokens.push('.');
  };
  walk(parsed.tree.topNode);
  return JSON.stringify(tokens);
}

function* childrenOf({ firstChild }: SyntaxNode): Iterable<SyntaxNode> {
  for (let child = firstChild; child !== null; child = child.nextSibling) yield child;
}

function requireMatcher({ label, value }: WorkspaceMatcher): void {
  if (labelName.test(label) && label !== '__name__' && value !== '' && value.length <= 512) return;
  throw new HexaopsError(
    'config-invalid',
    `a workspace cannot be told by the label "${label}" and "${value.slice(0, 80)}"`,
    {
      nextStep: 'name the label that every series of a workspace carries; an empty value would match series without it',
    },
  );
}
