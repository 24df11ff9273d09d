import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import type { RunEvent } from '@hexaops/core';
import type { Io } from '../io.ts';
import { LiveRegion } from './live-region.ts';
import { livePlan } from './live-plan.ts';
import { RunSteps } from './run-steps.ts';
import { screenFor } from './testing/screen.ts';
import { hostile, story } from './testing/story.ts';
import { watchRun } from './watch.ts';

/** As much of a terminal as a live region uses: lines, a cursor, and two ways to move it. */
class Terminal extends Writable {
  readonly #lines: string[] = [''];
  #row = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    for (const [, control, text = ''] of chunk.toString().matchAll(/(\n|\r|\p{Cc}\[2K|\p{Cc}\[A)|(\P{Cc}+)/gu)) {
      if (control === '\n') this.#lines[++this.#row] ??= '';
      else if (control === '\u001b[A') this.#row -= 1;
      else if (control === '\u001b[2K') this.#lines[this.#row] = '';
      else this.#lines[this.#row] += text;
    }
    callback();
  }

  get screen(): string {
    return this.#lines.join('\n').trimEnd();
  }
}

function ioOf(stdout: Writable): Io {
  const still = { environment: {}, attended: true, interactive: true, moving: true, coloured: false };
  const size = () => ({ columns: 60, rows: 24 });
  return { ...still, stdin: process.stdin, stdout, stderr: stdout, size, onInterrupt: () => () => undefined };
}

describe('the moving lines', () => {
  test('stand below what was printed, are drawn in place, and are gone in the end', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const terminal = new Terminal();
    let lines: readonly string[] = ['one'];
    const region = new LiveRegion(ioOf(terminal), () => lines);
    t.mock.timers.tick(100);
    assert.equal(terminal.screen, 'one');
    lines = ['first', 'second', 'third'];
    t.mock.timers.tick(100);
    t.mock.timers.tick(100);
    assert.equal(terminal.screen, 'first\nsecond\nthird');
    await region.print('printed');
    assert.equal(terminal.screen, 'printed\nfirst\nsecond\nthird');
    lines = ['last'];
    t.mock.timers.tick(100);
    assert.equal(terminal.screen, 'printed\nlast');
    await region.paused(async () => {
      t.mock.timers.tick(100);
      assert.equal(terminal.screen, 'printed');
    });
    t.mock.timers.tick(100);
    region[Symbol.dispose]();
    t.mock.timers.tick(100);
    assert.equal(terminal.screen, 'printed');
  });

  test('say what runs and for how long, and how many steps wait: no more lines than there are', () => {
    const steps = new RunSteps();
    const begun = story.slice(0, 5);
    begun.forEach((event, index) => steps.take(event, index * 1_000));
    const options = { otherwise: 'working', frame: '*', now: 6_000 };
    const screen = screenFor(60);
    assert.deepEqual(livePlan(steps, screen, { ...options, rows: 10 }), [
      '* diagnosis: diagnose-workspace (worker-kubernetes) 4 s',
      '* errors: read-logs name=orders pattern=error\\u001b[2J… 3 s',
      '* load: query-metrics expression=sum(rate(http_request… 2 s',
    ]);
    assert.deepEqual(livePlan(steps, screen, { ...options, rows: 2 }).slice(1), ['  2 more run']);
    for (const event of story) steps.take(event, 0);
    assert.deepEqual(livePlan(steps, screen, { ...options, rows: 10 }), ['* working']);
  });

  test('show an answer while it is being worded, and what of it was taken back no more', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'Date'] });
    const terminal = new Terminal();
    using watch = watchRun(ioOf(terminal), {});
    const words = { type: 'answer-words', run: 'r1', session: 's1', sequence: 1, time: '', version: 1 } as const;
    const shown = () => {
      t.mock.timers.tick(100);
      return terminal.screen.split('\n').slice(0, -1).join('\n');
    };
    watch.hear({ ...words, at: 0, text: 'It is the **cart**.' });
    assert.equal(shown(), 'It is the cart.');
    watch.hear({ ...words, at: 19, text: ` It restarts.${hostile}` });
    assert.match(shown(), /^It is the cart\. It restarts\.\\u001b/);
    watch.hear({ ...words, at: 0, text: '' });
    assert.equal(shown(), '');
    watch.hear({ ...words, at: 0, text: 'never said' });
    await watch.show(story.at(-1) as RunEvent);
    assert.doesNotMatch(shown(), /never said/);
  });

  test('leave nothing but what a pipe shows, without when steps begin', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'Date'] });
    const terminal = new Terminal();
    const shown = async (io: Io, tick: () => void) => {
      using watch = watchRun(io, {});
      for (const event of story) {
        await watch.show(event);
        tick();
      }
    };
    await shown(ioOf(terminal), () => t.mock.timers.tick(250));
    const plain = new Terminal();
    await shown({ ...ioOf(plain), moving: false }, () => undefined);
    const begins = /^… \w+\n/gm;
    assert.match(plain.screen, begins);
    assert.equal(terminal.screen, plain.screen.replaceAll(begins, ''));
  });
});
