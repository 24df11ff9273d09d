import { lexer, type Token, type Tokens } from 'marked';
import { wrapped } from './fit.ts';
import { printable, printableLines } from './printable.ts';
import type { Screen } from './screen.ts';
import { tableLines } from './table.ts';

/** Columns, behind which what is nested is shown as it was written. */
const deepest = 16;

/**
 * An answer, which is Markdown, as lines for a terminal: tables fitted, code as it stands, bold and code painted. Links are
 * shown as they were written: nothing of them is hidden.
 */
export function answerLines(text: string, screen: Screen): readonly string[] {
  try {
    return markdownLines(text, screen);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested deeper than the stack is: no answer that somebody means.
    return lines(printableLines(text), screen.columns, '');
  }
}

function markdownLines(text: string, screen: Screen): readonly string[] {
  const blocks = lexer(text.replaceAll('\r\n', '\n'))
    .filter(({ type }) => type !== 'space')
    .map((token) => blockLines(token, screen, ''));
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function blockLines(token: Token, screen: Screen, indent: string): readonly string[] {
  const { columns, colours } = screen;
  if (indent.length > deepest) return lines(printableLines(token.raw.trimEnd()), columns, indent);
  switch (token.type) {
    case 'heading':
      return lines(inline(token.tokens ?? [], screen), columns, indent).map(colours.bold);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return tableLines(
        header.map((cell) => plain(cell.tokens)),
        rows.map((row) => row.map((cell) => plain(cell.tokens))),
        screen,
        { indent },
      );
    }
    case 'code':
      return printableLines((token as Tokens.Code).text)
        .split('\n')
        .flatMap((line) => wrapped(line, columns, { first: `${indent}  `, rest: `${indent}    ` }));
    case 'list':
      return listLines(token as Tokens.List, screen, indent);
    case 'blockquote':
      return (token.tokens ?? []).flatMap((each) => blockLines(each, screen, `${indent}| `));
    case 'paragraph':
    case 'text':
      return lines(inline(token.tokens ?? [token], screen, token.tokens === undefined), columns, indent);
    default:
      return lines(printableLines(token.raw.trimEnd()), columns, indent);
  }
}

function listLines({ items, ordered, start }: Tokens.List, screen: Screen, indent: string): readonly string[] {
  return items.flatMap((item, index) => {
    const mark = ordered ? `${Number(start) + index}. ` : '- ';
    const body = item.tokens
      .filter(({ type }) => type !== 'space')
      .flatMap((token) => blockLines(token, screen, indent + ' '.repeat(mark.length)));
    const [first = '', ...rest] = body;
    return [indent + mark + first.slice(indent.length + mark.length), ...rest];
  });
}

function lines(text: string, columns: number | undefined, indent: string): readonly string[] {
  return text.split('\n').flatMap((line) => wrapped(line, columns, { first: indent }));
}

/** `raw`: of a token that has no parts of its own. */
function inline(tokens: readonly Token[], screen: Screen, raw = false): string {
  const { colours } = screen;
  return tokens
    .map((token) => {
      if (raw) return printableLines(unescaped(token.raw));
      switch (token.type) {
        case 'strong':
          return colours.bold(inline(token.tokens ?? [], screen));
        case 'em':
          return inline(token.tokens ?? [], screen);
        case 'codespan':
          return colours.cyan(printable((token as Tokens.Codespan).text));
        case 'escape':
          return printable((token as Tokens.Escape).text);
        case 'br':
          return '\n';
        case 'text':
          return token.tokens === undefined ? printableLines(token.raw) : inline(token.tokens, screen);
        default:
          return printableLines(token.raw);
      }
    })
    .join('');
}

function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token): string => {
      if (token.type === 'escape' || token.type === 'codespan') return (token as Tokens.Escape).text;
      return 'tokens' in token && token.tokens !== undefined && token.type !== 'link' ? plain(token.tokens) : token.raw;
    })
    .join('');
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}
