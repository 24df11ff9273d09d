/** Characters of one piece of somebody else's text in an answer. */
const longest = 1_000;
const longestCell = 200;

/** Characters that change what others look like or mean: controls, line separators, those that turn text, hidden letters. */
const invisible =
  /[\p{Cc}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{e0000}-\u{e0fff}]+/gu;

/** What a renderer makes a link of by itself. No backslash keeps all of them from it; a code span does. Brackets end it. */
const link = /(?:(?:[a-z][a-z0-9+.-]{1,15}:)?\/\/|mailto:|www\.)[^\s`\\[\]<>]+|[\w.+-]+@[\w-]+\.[\w.-]+/gi;

/**
 * Text that somebody else may have written, as one line of Markdown in which nothing of it works: it can be no citation,
 * link, image, heading, list, emphasis, code or HTML, whatever it says. To a person it reads as it was.
 */
export function inert(text: string): string {
  return atStart(withoutMarkup(oneLine(text, longest)));
}

/** The same for a cell of a table, which it does not end. */
export function inertCell(text: string): string {
  return withoutMarkup(oneLine(text, longestCell)).replaceAll('|', '\\|');
}

/** Lines for a fenced block, which nothing in them closes. */
export function inertLines(lines: readonly string[], width: number): string {
  return lines.map((line) => oneLine(line, width).replaceAll('```', "'''")).join('\n');
}

function withoutMarkup(line: string): string {
  if (line.search(link) === -1) return escape(line);
  let escaped = '';
  let end = 0;
  for (const match of line.matchAll(link)) {
    escaped += `${escape(line.slice(end, match.index))}\`${match[0]}\``;
    end = match.index + match[0].length;
  }
  return escaped + escape(line.slice(end));
}

function oneLine(text: string, maximum: number): string {
  const line = text.toWellFormed().replace(invisible, ' ').trimEnd();
  return line.length <= maximum ? line : `${line.slice(0, maximum).toWellFormed()}...`;
}

/** An underscore inside a word is no emphasis, and stays as it is: names have many. */
function escape(text: string): string {
  return text.replace(/[\\`*[\]<&~]/g, '\\$&').replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

/** What opens a heading, a quotation, a list, a table or a line across, where a line begins with it. */
function atStart(text: string): string {
  return text
    .trimStart()
    .replace(/^([#>+=|-])/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
