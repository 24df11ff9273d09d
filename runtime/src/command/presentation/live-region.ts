import { type Io, print } from '../io.ts';
import { clearLine, frameAt, frameMilliseconds } from './spinner.ts';

/** The lines at the foot of a terminal that change; what is printed goes above them and stays. */
export class LiveRegion implements Disposable {
  readonly #io: Io;
  readonly #lines: (frame: string) => readonly string[];
  readonly #timer: NodeJS.Timeout;
  #frame = 0;
  #height = 0;
  #paused = false;

  /** `lines`: asked for whenever it is drawn; none of them may be broken by the terminal. */
  constructor(io: Io, lines: (frame: string) => readonly string[]) {
    this.#io = io;
    this.#lines = lines;
    this.#timer = setInterval(() => this.#draw(), frameMilliseconds);
    this.#timer.unref();
  }

  async print(text: string): Promise<void> {
    await print(this.#io, this.#cleared() + text);
    this.#draw();
  }

  /** Takes it away while somebody is asked something. */
  async paused<T>(during: () => Promise<T>): Promise<T> {
    this.#io.stdout.write(this.#cleared());
    this.#paused = true;
    try {
      return await during();
    } finally {
      this.#paused = false;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#paused = true;
    this.#io.stdout.write(this.#cleared());
  }

  #draw(): void {
    if (this.#paused) return;
    const lines = this.#lines(frameAt(this.#frame++));
    this.#io.stdout.write(this.#cleared() + lines.join('\n'));
    this.#height = lines.length;
  }

  #cleared(): string {
    const height = this.#height;
    this.#height = 0;
    return height === 0 ? '' : `${clearLine}${`\u001B[A${clearLine}`.repeat(height - 1)}`;
  }
}
