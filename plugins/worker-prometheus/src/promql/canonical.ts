import { type Parsed, parseExpression } from './parse.ts';
import { decodeString, encodeString } from './string-literal.ts';

/**
 * The same expression without comments, with every string written in the one way of this package: what is a string and what
 * is not then does not depend on who reads it.
 */
export function canonical(parsed: Parsed): Parsed {
  let text = '';
  let at = 0;
  parsed.tree.iterate({
    enter({ name, from, to }) {
      if (name !== 'StringLiteral' && name !== 'LineComment') return;
      const written = name === 'LineComment' ? ' ' : encodeString(decodeString(parsed.text.slice(from, to)));
      text += parsed.text.slice(at, from) + written;
      at = to;
    },
  });
  return parseExpression(text + parsed.text.slice(at));
}
