/** What stands for a variable part in a template. */
export const placeholder = /<(?:\*|num|hex|ip|id|time)>/;

/**
 * Values that are known by their form, in the order in which they are looked for. Each pattern is linear in the text: who
 * writes lines of logs may be anybody.
 */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<ip>'],
  [/\b0x[0-9a-f]{1,32}\b/gi, '<hex>'],
];
const hexadecimal = /\b[0-9a-f]{8,128}\b/gi;
const number = /(?<![A-Za-z<])\d+(?:[.,]\d+)*/g;

/** Characters of a line that are looked at. */
const longestLine = 1000;

/** The first line of a message with its numbers, addresses, ids and times replaced: the preprocessing of Drain. */
export function mask(message: string): string {
  const line =
    message
      .trimStart()
      .slice(0, longestLine)
      .split(/[\r\n]/, 1)[0] ?? '';
  const known = masks.reduce((text, [pattern, name]) => text.replace(pattern, name), line);
  return known
    .replace(hexadecimal, (found) => (/\d/.test(found) ? (/[a-f]/i.test(found) ? '<hex>' : '<num>') : found))
    .replace(number, '<num>');
}
