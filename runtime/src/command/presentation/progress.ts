import type { Io } from '../io.ts';
import { printable } from './printable.ts';
import { clearLine, frameAt, frameMilliseconds } from './spinner.ts';

/** Tells what is going on while it is going on. On a terminal one line that changes; in a pipe nothing but the outcome. */
export interface Progress extends Disposable {
  say(what: string): void;
}

export function startProgress(io: Io): Progress {
  if (!io.interactive) return { say: () => undefined, [Symbol.dispose]: () => undefined };
  let what = '';
  let frame = 0;
  const draw = () => io.stderr.write(`${clearLine}${frameAt(frame++)} ${what}`);
  const timer = setInterval(draw, frameMilliseconds);
  timer.unref();
  return {
    say(next) {
      what = printable(next);
      draw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      io.stderr.write(clearLine);
    },
  };
}
