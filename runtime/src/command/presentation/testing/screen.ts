import pico from 'picocolors';
import type { Screen } from '../screen.ts';

/** Without a number of columns: a pipe. */
export function screenFor(columns?: number, coloured = false): Screen {
  return { columns, colours: pico.createColors(coloured) };
}
