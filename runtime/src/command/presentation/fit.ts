import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Columns that a text takes on a terminal: two for a character of East Asia, none for an accent of its own. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** At most so many columns; what is cut off is said with an ellipsis. The text is printable, and without colour. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const [first = ''] = wrapAnsi(text, Math.max(1, columns - 1), { hard: true, wordWrap: false, trim: false }).split(
    '\n',
    1,
  );
  return widthOf(first) < columns ? `${first}…` : '…';
}

/** Exactly so many columns. */
export function padded(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return fitting + ' '.repeat(columns - widthOf(fitting));
}

/** The same with the space before it: for numbers. */
export function paddedBefore(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return ' '.repeat(columns - widthOf(fitting)) + fitting;
}

export interface Indent {
  /** Before the first line. */
  readonly first?: string;
  /** Before each further one: so it can never look like a line of its own. */
  readonly rest?: string;
  /** Break anywhere, and drop nothing: each character counts. Else between words, where that can be. */
  readonly exact?: boolean;
}

/** The blank at which a line was broken, behind the colours that go on. */
const breakingBlank = /^((?:\p{Cc}\[[\d;]*m)*) /u;

/** A line as lines of at most so many columns. It may be coloured. */
export function wrapped(text: string, columns: number | undefined, indent: Indent = {}): readonly string[] {
  const { first = '', rest = first, exact = false } = indent;
  if (columns === undefined) return [first + text];
  const room = Math.max(4, columns - Math.max(widthOf(first), widthOf(rest)));
  const [begin = '', ...more] = wrapAnsi(text, room, { hard: true, trim: false, wordWrap: !exact }).split('\n');
  if (exact) return [first + begin, ...more.map((line) => rest + line)];
  return [first + begin.trimEnd(), ...more.map((line) => rest + line.replace(breakingBlank, '$1').trimEnd())];
}
