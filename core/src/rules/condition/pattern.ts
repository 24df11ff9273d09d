import { RE2JS } from 're2js';
import { messageOf } from '../../errors.ts';
import { literalPrefix } from './required-literal.ts';

/** Instructions of a compiled pattern: a bound on the work per character and on memory. */
const maximumProgramSize = 5000;
const maximumLength = 1000;

/** Compiles RE2, the only regular expressions that rules have: time is linear in the text. Throws a plain error. */
export function compilePattern(pattern: string, flags = 0): RE2JS {
  if (pattern.length > maximumLength) throw new Error(`the pattern has more than ${maximumLength} characters`);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, flags);
  } catch (cause) {
    throw new Error(`the pattern is not RE2: ${messageOf(cause)}`, { cause });
  }
  if (compiled.programSize() > maximumProgramSize) {
    throw new Error(`the pattern is too large: ${compiled.programSize()} instructions of ${maximumProgramSize}`);
  }
  return compiled;
}

/** Whether something occurs in a text. */
export interface TextTest {
  test(text: string): boolean;
}

/**
 * As `compilePattern`, for tests only: what begins with a literal is looked for from the first place where the literal
 * stands.
 */
export function compilePatternTest(pattern: string): TextTest {
  const compiled = compilePattern(pattern);
  const prefix = literalPrefix(pattern);
  // Half of a character outside the basic plane may stand where RE2 sees none.
  if (!/^[ -~]/.test(prefix)) return compiled;
  return {
    test(text) {
      const start = text.indexOf(prefix);
      return start !== -1 && compiled.test(text.slice(start));
    },
  };
}

/** Finds any of the words as a whole word, whatever its case. */
export function compileWords(words: readonly string[]): RE2JS {
  const alternatives = [...words].sort((a, b) => b.length - a.length).map((word) => RE2JS.quote(word));
  return RE2JS.compile(
    `(?:^|[^\\p{L}\\p{N}_])(?:${alternatives.join('|')})(?:$|[^\\p{L}\\p{N}_])`,
    RE2JS.CASE_INSENSITIVE,
  );
}
