import { HexaopsError, type Caller, type Engine, type RunEvent } from '@hexaops/core';
import type { HttpLimits } from '../limits.ts';
import { closedSignal } from '../request/closed.ts';
import { callerOf, type HttpContext } from '../request/context.ts';
import { abandon, nextUntil } from '../stream/next.ts';
import { sendEvents } from '../stream/send.ts';
import { shuttingDown, type OpenStreams } from '../stream/open-streams.ts';
import type { CommandRequest, ReplyForm } from './command.ts';
import { perform } from './perform.ts';
import { replyOf, statusOf } from './reply.ts';
import { emptyRunView, withEvent, type RunView } from './run-view.ts';

/** What every handler of runs needs. */
export interface RunService {
  readonly engine: Engine;
  readonly limits: HttpLimits;
  readonly streams: OpenStreams;
}

/** Performs a command and answers with its run: as a stream where the client wants one, else as one reply when it has ended. */
export async function answerCommand(context: HttpContext, service: RunService, request: CommandRequest): Promise<void> {
  const caller = callerOf(context);
  const { command, form, stream } = request;
  if (command.kind !== 'message' && command.kind !== 'decision') context.state.run = command.run;
  const events = await perform(service.engine, caller, command);
  if (stream ?? wantsEventStream(context)) return sendEvents(context, events, service.limits, service.streams);
  const view = await viewWhenEnded(context, events, service.streams);
  sendReply(context, await whole(service.engine, caller, view), form);
}

/** Only where the client names the type: a wildcard is no wish for a stream. */
export function wantsEventStream(context: HttpContext): boolean {
  return context.method !== 'HEAD' && /\btext\/event-stream\b/i.test(context.get('accept'));
}

export function sendReply(context: HttpContext, view: RunView, form: ReplyForm): void {
  if (view.run !== undefined) context.state.run = view.run;
  context.status = statusOf(view.status);
  context.body = replyOf(view, callerOf(context), form);
}

async function viewWhenEnded(
  context: HttpContext,
  events: AsyncIterable<RunEvent>,
  streams: OpenStreams,
): Promise<RunView> {
  const { ended, release } = streams.open();
  const signal = AbortSignal.any([ended, closedSignal(context)]);
  const iterator = events[Symbol.asyncIterator]();
  let view = emptyRunView;
  try {
    for (;;) {
      const next = await nextUntil(iterator.next(), signal);
      if (next === 'ended' && view.run === undefined) throw shuttingDown();
      if (next === 'ended' || next === 'late' || next.done === true) return view;
      view = withEvent(view, next.value);
      context.state.run = next.value.run;
    }
  } finally {
    release();
    abandon(iterator);
  }
}

/**
 * A run that went on has said the first part of its story before: it is read again from its beginning. An approver who is
 * not the requester sees no more of the run than what the decision brought about.
 */
async function whole(engine: Engine, caller: Caller, view: RunView): Promise<RunView> {
  if (view.run === undefined || view.firstSequence === 1 || view.status === 'running') return view;
  let complete = emptyRunView;
  try {
    for await (const event of engine.events(caller, view.run, 0, { follow: false }))
      complete = withEvent(complete, event);
    return complete;
  } catch (error) {
    if (HexaopsError.is(error, 'not-found')) return view;
    throw error;
  }
}
