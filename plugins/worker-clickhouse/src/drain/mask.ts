/** What stands for a variable part in a template. */
export const placeholder = /<(?:\*|num|hex|ip|id|time)>/;

/**
 * Values that are known by their form: an id, a time, an address, a hexadecimal number. The pattern is linear in the text: who
 * writes lines of logs may be anybody.
 */
const known =
  /\b(?:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?Z?)|(\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?)|(0x[0-9a-f]{1,32}|[0-9a-f]{8,128}))\b/gi;
const blank = /\s/;
const plainNumber = /^\d+$/;
const number = /(?<![A-Za-z<])\d+(?:[.,]\d+)*/g;

/** Characters of the shortest value that is known by its form: `0xa`. */
const shortestKnown = 3;
/** Characters of a line that are looked at. */
const longestLine = 1000;

/**
 * The tokens of the first line of a message, its numbers, addresses, ids and times replaced: the preprocessing of Drain. Only
 * what has a digit can be such, and few tokens have one.
 */
export function maskedTokens(message: string): string[] {
  const line =
    message
      .trimStart()
      .slice(0, longestLine)
      .split(/[\r\n]/, 1)[0] ?? '';
  const tokens: string[] = [];
  for (const token of line.split(blank)) if (token !== '') tokens.push(/\d/.test(token) ? masked(token) : token);
  return tokens;
}

function masked(token: string): string {
  if (plainNumber.test(token)) return '<num>';
  const text = token.length < shortestKnown ? token : token.replace(known, nameOf);
  return text.replace(number, '<num>');
}

function nameOf(found: string, id?: string, time?: string, address?: string): string {
  if (id !== undefined) return '<id>';
  if (time !== undefined) return '<time>';
  if (address !== undefined) return '<ip>';
  if (plainNumber.test(found)) return '<num>';
  // Of letters alone it is a word.
  return /\d/.test(found) ? '<hex>' : found;
}
