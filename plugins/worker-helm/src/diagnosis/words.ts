import { type Json, textOf } from '../record/index.ts';

const longest = 300;

/** A value as one word in a sentence. */
export function told(value: Json): string {
  if (value === null) return 'nothing';
  return shortened(textOf(value), 120);
}

/** One line, cut. */
export function shortened(text: string, most = longest): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
