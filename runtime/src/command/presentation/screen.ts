import pico from 'picocolors';
import type { Io } from '../io.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** What text is laid out for. */
export interface Screen {
  /** Absent in a pipe: a line is as long as it is, so that it can be searched. */
  readonly columns: number | undefined;
  readonly colours: Colours;
}

/** Below this nothing is laid out any more: the terminal breaks the lines. */
const narrowest = 20;

/** As the terminal is now: its size may change at any time. */
export function screenOf({ size, coloured }: Io): Screen {
  const wide = size()?.columns;
  return {
    columns: wide === undefined ? undefined : Math.max(narrowest, wide),
    colours: pico.createColors(coloured),
  };
}
