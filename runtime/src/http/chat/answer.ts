import { HexaopsError, isStored, storedEvents, type Caller, type Engine, type StreamedEvent } from '@hexaops/core';
import type { Admission } from '../admission/admission.ts';
import type { HttpLimits } from '../limits.ts';
import { closedSignal } from '../request/closed.ts';
import { callerOf, type HttpContext } from '../request/context.ts';
import { abandon, nextUntil } from '../stream/next.ts';
import { formOf } from '../stream/form.ts';
import { sendEvents } from '../stream/send.ts';
import { shuttingDown, type OpenStreams } from '../stream/open-streams.ts';
import type { CommandRequest, MessageCommand, ReplyForm } from './command.ts';
import { perform } from './perform.ts';
import { replyOf, statusOf } from './reply.ts';
import { emptyRunView, withEvent, type RunView } from './run-view.ts';

/** What every handler of runs needs. */
export interface RunService {
  readonly engine: Engine;
  readonly limits: HttpLimits;
  readonly streams: OpenStreams;
  readonly admission: Admission;
}

/** Performs a command and answers with its run: as a stream where the client wants one, else as one reply when it has ended. */
export async function answerCommand(context: HttpContext, service: RunService, request: CommandRequest): Promise<void> {
  const caller = callerOf(context);
  const { command, form, stream, protocol } = request;
  // Whoever has too many answers open can still cancel what they come from.
  const answered = command.kind === 'cancel' ? service.streams : placed(service, caller);
  await answered.during(async (ended) => {
    const events = await perform(service, caller, command);
    if (protocol !== undefined || (stream ?? wantsEventStream(context))) {
      return sendEvents(context, events, service.limits, ended, formOf(protocol));
    }
    const view = await viewWhenEnded(context, events, ended);
    sendReply(context, await whole(service.engine, caller, view), form);
  });
}

/**
 * Performs messages one after the other, each a run of its own, and answers with `results`: their replies. One that cannot be
 * begun is told as an error among them and holds up no other, but for the first: then nothing has been begun.
 */
export async function answerEach(
  context: HttpContext,
  service: RunService,
  commands: readonly MessageCommand[],
): Promise<void> {
  const caller = callerOf(context);
  await placed(service, caller).during(async (ended) => {
    const results: Readonly<Record<string, unknown>>[] = [];
    for (const command of commands) {
      try {
        const view = await viewWhenEnded(context, await perform(service, caller, command), ended);
        results.push(replyOf(view, caller, 'text'));
      } catch (error) {
        if (results.length === 0 || !HexaopsError.is(error)) throw error;
        const { code, message, nextStep } = error;
        results.push({ error: { code, message, ...(nextStep === undefined ? {} : { nextStep }) } });
      }
    }
    context.body = { results };
  });
}

/** The answers that are open, each in a place of the caller's. Raises `rate-limited` before anything is done. */
export function placed({ admission, streams }: RunService, caller: Caller): Pick<OpenStreams, 'during'> {
  return {
    during: async (answer) => {
      const release = await admission.enterStream(caller);
      try {
        return await streams.during(answer);
      } finally {
        release();
      }
    },
  };
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
  events: AsyncIterable<StreamedEvent>,
  ended: AbortSignal,
): Promise<RunView> {
  const signal = AbortSignal.any([ended, closedSignal(context)]);
  const iterator = events[Symbol.asyncIterator]();
  let view = emptyRunView;
  try {
    for (;;) {
      const next = await nextUntil(iterator.next(), signal);
      if (next === 'ended' && view.run === undefined) throw shuttingDown();
      if (next === 'ended' || next === 'late' || next.done === true) return view;
      if (isStored(next.value)) view = withEvent(view, next.value);
      context.state.run = next.value.run;
    }
  } catch (error) {
    // What has been begun must not look as if it could be sent again: whoever knows the run can go on with it.
    if (view.run === undefined) throw error;
    context.state.error = error;
    return view;
  } finally {
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
    for await (const event of storedEvents(engine.events(caller, view.run, 0, { follow: false })))
      complete = withEvent(complete, event);
    return complete;
  } catch (error) {
    if (HexaopsError.is(error, 'not-found')) return view;
    throw error;
  }
}
