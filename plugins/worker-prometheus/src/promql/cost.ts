import type { SyntaxNode } from '@lezer/common';
import { invalid, nodesOf, type Parsed, parseExpression, textOf } from './parse.ts';

export interface CostLimits {
  /** Milliseconds that a range selector or a subquery may reach back, nested ones together. */
  readonly lookback: number;
  /** Points that one series of an answer, or of a subquery, may have. */
  readonly points: number;
  /** Selectors of one expression. */
  readonly selectors: number;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Milliseconds of `1h30m`, or of a bare number of seconds; undefined for what is neither. */
export function durationOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(ms|[smhdwy]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(/(\d+)(ms|[smhdwy])/g))
    total += Number(amount) * (units[unit] ?? 0);
  return total;
}

/** Raises `arguments-invalid` for an expression that may cost more than it should, before it is sent. */
export function requireAffordable(expression: string, limits: CostLimits): void {
  const parsed = parseExpression(expression);
  if (nodesOf(parsed, 'VectorSelector').length > limits.selectors)
    throw invalid(`the expression has more than ${limits.selectors} selectors`, 'ask for less at a time');
  walk(parsed, parsed.tree.topNode, 0, limits);
}

function walk(parsed: Parsed, node: SyntaxNode, outer: number, limits: CostLimits): void {
  let reach = outer;
  const durations = node.getChildren('DurationExpr').map((child) => constant(parsed, child));
  if (node.name === 'MatrixSelector' || node.name === 'SubqueryExpr') {
    const [range = 0, step] = durations;
    reach += range;
    if (reach > limits.lookback)
      throw invalid(
        `the expression reaches back further than ${limits.lookback / 3_600_000} hours`,
        'shorten its ranges',
      );
    if (node.name === 'SubqueryExpr' && range / Math.max(1, step ?? 60_000) > limits.points)
      throw invalid(`a subquery makes more than ${limits.points} points`, 'give it a wider step: [1d:5m]');
  }
  if (node.name === 'OffsetDurationExpr' && node.parent?.name === 'OffsetExpr') {
    const offset = Math.abs(constant(parsed, node));
    if (offset > limits.lookback) throw invalid('the offset reaches back too far', 'shorten it');
  }
  for (let child = node.firstChild; child !== null; child = child.nextSibling) walk(parsed, child, reach, limits);
}

/** A range that is computed cannot be judged before it is sent. */
function constant(parsed: Parsed, node: SyntaxNode): number {
  const text = textOf(parsed, node).replace(/^[-+]\s*/, '');
  const milliseconds = durationOf(text);
  if (milliseconds !== undefined) return milliseconds;
  throw invalid(`the duration "${text.slice(0, 40)}" is not a plain one`, 'write it like 5m or 1h30m');
}
