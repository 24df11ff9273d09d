import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answered, finished, runEvents, started } from '../testing/run-events.ts';
import { Recorder, type Recording } from './recorder.ts';

function record(limits = { runs: 3, events: 5, exchanges: 2 }) {
  const done: Recording[] = [];
  return {
    done,
    recorder: new Recorder(
      () => true,
      (recording) => done.push(recording),
      limits,
    ),
  };
}

describe('what is kept of runs', () => {
  test('is handed over when they end', () => {
    const { done, recorder } = record();
    for (const event of runEvents([started, finished])) recorder.hear(event);
    assert.deepEqual(
      done.map(({ events }) => events.map(({ type }) => type)),
      [['run-started', 'run-finished']],
    );
  });

  test('is never more than so many runs, nor more than so much of one', () => {
    const { done, recorder } = record();
    for (const run of ['a', 'b', 'c', 'd']) for (const event of runEvents([started], run)) recorder.hear(event);
    assert.deepEqual(
      done.map(({ events }) => events[0].run),
      ['a'],
    );
    for (const event of runEvents([...Array.from({ length: 50 }, () => answered('x')), finished], 'b'))
      recorder.hear(event);
    assert.equal(done[1]?.events.length, 6);
    assert.equal(done[1]?.events.at(-1)?.type, 'run-finished');
  });

  test('is nothing of a run that no sample has drawn', () => {
    const done: Recording[] = [];
    const recorder = new Recorder(
      (run) => run === 'a',
      (recording) => done.push(recording),
    );
    for (const run of ['a', 'b']) for (const event of runEvents([started, finished], run)) recorder.hear(event);
    assert.deepEqual(
      done.map(({ events }) => events[0].run),
      ['a'],
    );
  });

  test('is handed over at the end of the process, too', () => {
    const { done, recorder } = record();
    for (const event of runEvents([started])) recorder.hear(event);
    recorder.close();
    assert.equal(done.length, 1);
  });
});
