import type { Io } from '../io.ts';

/** Tells what is going on while it is going on. On a terminal one line that changes; in a pipe nothing but the outcome. */
export interface Progress extends Disposable {
  say(what: string): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function startProgress(io: Io): Progress {
  if (!io.interactive) return { say: () => undefined, [Symbol.dispose]: () => undefined };
  let what = '';
  let frame = 0;
  const draw = () => io.stderr.write(`\r\u001B[2K${frames[frame++ % frames.length] ?? ''} ${what}`);
  const timer = setInterval(draw, 100);
  timer.unref();
  return {
    say(next) {
      what = next;
      draw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      io.stderr.write('\r\u001B[2K');
    },
  };
}
