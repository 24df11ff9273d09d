import { HexaopsError } from '@hexaops/core';
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** An expression that the official grammar takes without an error, and its tree. */
export interface Parsed {
  readonly text: string;
  readonly tree: Tree;
}

const longestExpression = 8192;
const mostNodes = 2000;

/** What may stand between the tokens that the tree names. Anything else there was read by nobody. */
const punctuation = /^[ \t\r\n(){}[\],:]*$/;

/** Raises `arguments-invalid` for whatever the grammar does not take whole. */
export function parseExpression(text: string): Parsed {
  if (text.length > longestExpression) {
    throw invalid(`the expression has more than ${longestExpression} characters`, 'ask for less at a time');
  }
  const tree = parser.parse(text);
  let nodes = 0;
  let read = 0;
  const between = (to: number): void => {
    if (!punctuation.test(text.slice(read, to))) throw wrongAt(text, read);
  };
  tree.iterate({
    enter({ node, type }) {
      if (type.isError) throw wrongAt(text, node.from);
      nodes += 1;
      if (node.firstChild !== null || type.isTop) return;
      between(node.from);
      read = Math.max(read, node.to);
    },
  });
  between(text.length);
  if (nodes < 2) throw invalid('the expression is empty', 'give a PromQL expression');
  if (nodes > mostNodes) throw invalid('the expression is too large', 'ask for less at a time');
  return { text, tree };
}

/** All nodes of one name, in the order of the text. */
export function nodesOf({ tree }: Parsed, name: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter({ node }) {
      if (node.name === name) found.push(node);
    },
  });
  return found;
}

export function textOf({ text }: Parsed, { from, to }: SyntaxNode): string {
  return text.slice(from, to);
}

function wrongAt(text: string, position: number): HexaopsError {
  const rest = text.slice(position, position + 40);
  return invalid(
    `the expression cannot be read at character ${position + 1}${rest === '' ? ', its end' : `: "${rest}"`}`,
    'write PromQL as Prometheus takes it',
  );
}

export function invalid(message: string, nextStep: string): HexaopsError {
  return new HexaopsError('arguments-invalid', message, { nextStep });
}
