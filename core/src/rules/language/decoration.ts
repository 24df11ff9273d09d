/** Marks that stand on both sides of what they decorate; a longer one before the shorter one that begins it. */
const marks: readonly string[] = ['```', '**', '__', '~~', '`', '"', "'", '*', '_'];

/** Of emoji with their parts, and of characters that have no width. */
const pictures =
  /[\p{Emoji_Presentation}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Variation_Selector}\u200b-\u200d\u2060]|\u20e3|(?=[^\p{ASCII}])\p{Extended_Pictographic}/gu;

/** Of headings, quotations, and entries of lists. */
const lineMark = /^(?:#{1,6}|>+|[-*+\u2022\u2013\u2014]|[0-9]{1,3}[.)])\s+|^[#>]+/;
const punctuation = ' .,;:!?';
/** Decoration within decoration that is looked at: the work is in proportion to the text, whatever it says. */
const maximumLayers = 8;
/** One mark of emphasis around one word. */
const emphasis = /(^|\s)(\*\*|__)([^\s*]{1,253}?)\2(?=$|[\s.,;:!?])/g;

/**
 * A text of one line without what decorates it: emoji anywhere, marks of Markdown before it, emphasis of a word, and
 * quotes or marks around the whole. What is quoted within the text keeps its quotes.
 */
export function withoutDecoration(text: string): string {
  let plain = text.replace(pictures, ' ').replace(/\s+/g, ' ').trim();
  for (let layer = 0; layer < maximumLayers; layer += 1) plain = unwrapped(plain.replace(lineMark, '').trim());
  return plain.replace(emphasis, '$1$3');
}

/** Punctuation after the closing mark stays. */
function unwrapped(text: string): string {
  let end = text.length;
  while (end > 0 && punctuation.includes(text.charAt(end - 1))) end -= 1;
  const [body, ending] = [text.slice(0, end), text.slice(end)];
  for (const mark of marks) {
    if (body.length <= 2 * mark.length || !body.startsWith(mark) || !body.endsWith(mark)) continue;
    const inside = body.slice(mark.length, -mark.length);
    if (!closes(inside, mark)) return `${inside.trim()}${ending}`;
  }
  return text;
}

/** Whether the first mark within closes the one before the text; between two letters it is an apostrophe, or part of a name. */
function closes(inside: string, mark: string): boolean {
  const parts = inside.split(mark);
  const first = parts.findIndex(
    (part, index) => index > 0 && !(/\w$/.test(parts[index - 1] ?? '') && /^\w/.test(part)),
  );
  return first > 0 && /\S$/.test(parts[first - 1] ?? '');
}
