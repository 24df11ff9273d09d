import type { Io } from '../io.ts';
import { printable } from './printable.ts';

/** Tells what is going on while it is going on. On a terminal one line that changes; in a pipe nothing but the outcome. */
export interface Progress extends Disposable {
  say(what: string): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMilliseconds = 100;
const clearLine = '\r\u001B[2K';

export function startProgress(io: Io): Progress {
  if (!io.interactive) return { say: () => undefined, [Symbol.dispose]: () => undefined };
  let what = '';
  let frame = 0;
  const draw = () => io.stderr.write(`${clearLine}${frames[frame++ % frames.length] ?? ''} ${what}`);
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
