/**
 * Text as printable ASCII alone: every other character is shown by its number, `\u{430}`. So what is invisible is seen, what
 * looks like an ASCII letter and is none is told from it, and nothing turns the direction of a line or ends a code block.
 */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const unseen = /[^\x20-\x5f\x61-\x7e]/gu;
