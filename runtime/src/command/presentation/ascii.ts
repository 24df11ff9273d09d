import type { Writable } from 'node:stream';
import { widthOf } from './fit.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether whoever started this process has said that their terminal does not read UTF-8: by the first of LC_ALL, LC_CTYPE and
 * LANG that is set, as in POSIX. Where none is, nothing is known, and nothing is kept back.
 */
export function isWithoutUnicode({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** What stands for marks of this command's own. */
const marks: ReadonlyMap<string, string> = new Map([
  ['✓', '+'],
  ['✗', 'x'],
  ['…', '~'],
  ['·', '.'],
  ['•', '*'],
  ['→', '>'],
  ['–', '-'],
  ['—', '-'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  // Of a sparkline, from the least on.
  ...Array.from('▁▂▃▄▅▆▇█', (block, index) => [block, '_.,-=+*#'[index] ?? '#'] as const),
  // Of the spinner.
  ...Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', (frame, index) => [frame, '|/-\\'[index % 4] ?? '|'] as const),
]);

const beyondAscii = /\P{ASCII}+/gu;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * In as many columns, with nothing that is not ASCII: what is laid out stays so. What somebody else has written is `?`, and never
 * a letter that looks like it: a change that is approved must not look like another one.
 */
export function inAscii(text: string): string {
  return text.replaceAll(beyondAscii, (run) =>
    Array.from(segmenter.segment(run), ({ segment }) => likenessOf(segment)).join(''),
  );
}

function likenessOf(character: string): string {
  return marks.get(character) ?? '?'.repeat(widthOf(character));
}

/** The same terminal, which is written nothing but ASCII to. What is written as bytes is the writer's own. */
export function asciiTerminal<T extends Writable>(terminal: T): T {
  return new Proxy(terminal, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'write') return value.bind(target) as unknown;
      return (chunk: unknown, ...rest: readonly unknown[]) =>
        Reflect.apply(value, target, [typeof chunk === 'string' ? inAscii(chunk) : chunk, ...rest]) as unknown;
    },
  });
}
