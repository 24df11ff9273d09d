import { HexaopsError, storedEvents, type ChatProtocol, type RunEvent } from '@hexaops/core';
import { answerCommand, placed, sendReply, wantsEventStream, type RunService } from '../chat/answer.ts';
import { emptyRunView, withEvent } from '../chat/run-view.ts';
import { checkText } from '../chat/text.ts';
import { closedSignal } from '../request/closed.ts';
import { callerOf, idOf, queryOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { inputAliasSchema, streamOnlySchema } from '../schemas/command.ts';
import { validateBody } from '../schemas/validate.ts';
import { availableEvents } from '../stream/available.ts';
import { formOf } from '../stream/form.ts';
import { sendEvents } from '../stream/send.ts';

const asStreamOnly = validateBody(streamOnlySchema);
const asInput = validateBody(inputAliasSchema);

/** `POST /v1/runs/{id}/resume` and `/cancel`. */
export function postRunCommand(service: RunService, kind: 'resume' | 'cancel'): HttpHandler {
  return (context) => {
    const { stream } = asStreamOnly(context.state.body ?? {});
    return answerCommand(context, service, { command: { kind, run: idOf(context) }, form: 'text', stream });
  };
}

/** `POST /v1/runs/{id}/input`. */
export function postRunInput(service: RunService): HttpHandler {
  return (context) => {
    const { input, stream } = asInput(context.state.body);
    const value = checkText(input, 'input', service.limits.messageBytes);
    const run = idOf(context);
    return answerCommand(context, service, { command: { kind: 'input', run, value }, form: 'text', stream });
  };
}

/** `GET /v1/runs/{id}/events`. */
export function getRunEvents(service: RunService): HttpHandler {
  return (context) => showRun(context, service, idOf(context));
}

/**
 * A run again, from after a sequence number on: as a stream, or as `{events, ...}` of what there is by now, after a wait of
 * at most `?wait=` seconds for its end.
 */
export async function showRun(
  context: HttpContext,
  service: RunService,
  run: string,
  protocol?: ChatProtocol,
): Promise<void> {
  const { engine, limits } = service;
  const caller = callerOf(context);
  const after = cursorOf(context);
  if (protocol !== undefined || wantsEventStream(context)) {
    return placed(service, caller).during((ended) =>
      sendEvents(context, engine.events(caller, run, after), limits, ended, formOf(protocol)),
    );
  }
  const waitMilliseconds = (integerOf(context, 'wait', queryOf(context, 'wait'), 60) ?? 0) * 1000;
  const found = await eventsWithin(context, service, run, after, waitMilliseconds);
  if (after > 0) {
    context.state.run = run;
    context.body = { run_id: run, after, sequence: found.at(-1)?.sequence ?? after, events: found };
    return;
  }
  const view = found.reduce(withEvent, emptyRunView);
  sendReply(context, view, 'text');
  context.body = { ...(context.body as object), events: found };
}

async function eventsWithin(
  context: HttpContext,
  service: RunService,
  run: string,
  after: number,
  waitMilliseconds: number,
): Promise<readonly RunEvent[]> {
  const { engine } = service;
  const caller = callerOf(context);
  if (waitMilliseconds === 0)
    return Array.fromAsync(storedEvents(engine.events(caller, run, after, { follow: false })));
  return placed(service, caller).during((ended) => {
    const signal = AbortSignal.any([ended, closedSignal(context)]);
    return Array.fromAsync(
      availableEvents(storedEvents(engine.events(caller, run, after)), { waitMilliseconds, signal }),
    );
  });
}

/** `Last-Event-ID` comes from a client that goes on by itself: it knows more than the URL with which it began. */
function cursorOf(context: HttpContext): number {
  const last = context.get('last-event-id');
  const given = last === '' ? queryOf(context, 'after') : last;
  return integerOf(context, last === '' ? 'after' : 'Last-Event-ID', given, Number.MAX_SAFE_INTEGER) ?? 0;
}

function integerOf(_context: HttpContext, name: string, text: string | undefined, maximum: number): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= maximum)) {
    throw new HexaopsError('input-invalid', `"${name}" is not a whole number from 0 to ${maximum}`, {
      nextStep: 'give the sequence of the last event that you have, or leave it out',
    });
  }
  return value;
}
