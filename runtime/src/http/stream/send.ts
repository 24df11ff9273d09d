import type { StreamedEvent } from '@hexaops/core';
import type { HttpLimits } from '../limits.ts';
import { problemOf } from '../problem/problem.ts';
import { closedSignal } from '../request/closed.ts';
import type { HttpContext } from '../request/context.ts';
import { commentFrame, retryFrame } from './frame.ts';
import { ownWords, type StreamForm } from './form.ts';
import { abandon, nextUntil } from './next.ts';
import { shuttingDown } from './open-streams.ts';
import { endsWork } from './run-end.ts';
import { StreamWriter } from './writer.ts';

/** Until the answer's head is sent although there is no event yet. Before it an error still has a status of its own. */
const headMilliseconds = 1_000;
const retryMilliseconds = 2_000;

/**
 * Streams a run's events until it finishes or suspends. An error before the first event is thrown, so that it becomes a
 * problem document with its status; a later one is the stream's last frame. `ended` is of the stream's place.
 */
export async function sendEvents(
  context: HttpContext,
  events: AsyncIterable<StreamedEvent>,
  limits: HttpLimits,
  ended: AbortSignal,
  form: StreamForm = ownWords,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  const signal = AbortSignal.any([ended, closedSignal(context)]);
  try {
    const next = iterator.next();
    const first = await nextUntil(next, signal, headMilliseconds);
    if (first === 'ended') throw shuttingDown();
    const writer = openStream(context, limits, form);
    const heartbeat = setInterval(() => writer.offer(commentFrame('heartbeat')), limits.heartbeatMilliseconds);
    try {
      writer.end(await pump(context, iterator, next, writer, signal, form));
    } finally {
      clearInterval(heartbeat);
    }
  } finally {
    abandon(iterator);
  }
}

function openStream(context: HttpContext, limits: HttpLimits, form: StreamForm): StreamWriter {
  context.respond = false;
  context.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no', ...form.headers });
  context.res.statusCode = 200;
  context.res.write(retryFrame(retryMilliseconds));
  return new StreamWriter(context.res, limits.stallMilliseconds);
}

const comeBack = 'the run goes on elsewhere: come back with Last-Event-ID';

/** Gives the last frame of the stream. */
async function pump(
  context: HttpContext,
  iterator: AsyncIterator<StreamedEvent>,
  first: Promise<IteratorResult<StreamedEvent>>,
  writer: StreamWriter,
  signal: AbortSignal,
  form: StreamForm,
): Promise<string> {
  const frames = form.open();
  let pending = first;
  let last: StreamedEvent | undefined;
  try {
    for (;;) {
      const next = await nextUntil(pending, signal);
      if (next === 'ended' || next === 'late') return frames.end(false) + commentFrame(comeBack);
      if (next.done === true) {
        const complete = last === undefined || endsWork(last);
        return frames.end(complete) + commentFrame(complete ? 'end' : comeBack);
      }
      last = next.value;
      context.state.run = next.value.run;
      const written = await writer.write(frames.event(next.value), signal);
      if (written === 'stalled')
        return frames.end(false) + commentFrame('read too slowly: come back with Last-Event-ID');
      pending = iterator.next();
    }
  } catch (error) {
    context.state.error = error;
    return frames.error(problemOf(error, context.state.requestId));
  }
}
