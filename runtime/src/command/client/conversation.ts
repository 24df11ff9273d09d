import { setTimeout as delay } from 'node:timers/promises';
import { HexaopsError, isStored, type RunEvent, type StreamedEvent } from '@hexaops/core';
import { chatEvents } from './event-stream.ts';
import type { Body, ChatAccess, ChatRequest } from './request.ts';

/** What is said to the chat, or the run that is followed, from after an event of its on. */
export type Opening = { readonly body: Body } | { readonly run: string; readonly after: number };

export interface ConversationOptions extends ChatAccess {
  /** When it aborts, no further event is given and nothing is raised. The run goes on. */
  readonly signal: AbortSignal;
  /** Milliseconds to wait before a stream that broke off is taken up again; longer each time that it does at once. */
  readonly pause?: number;
  /** Told before each of those waits. */
  readonly onBroken?: () => void;
}

/** How often in a row a run is gone on with by itself, with nothing new in between. */
const mostAttempts = 10;
const longestPause = 8;

/**
 * Gives the events of a run, each that is stored once, until it finishes, or waits for what only a person can give. What needs nobody is
 * done here: a stream that breaks off is taken up again after its last event, also where the service is away for a while,
 * and a run whose token has run out is resumed, for the control plane gives each request a fresh one. Raises when that
 * leads nowhere.
 */
export async function* runEvents(
  opening: Opening,
  options: ConversationOptions,
): AsyncGenerator<StreamedEvent, void, void> {
  const { url, authorization, signal, pause = 1_000, onBroken } = options;
  const access = { url, authorization, signal };
  let next: ChatRequest = 'body' in opening ? { ...access, body: opening.body } : followed(access, opening);
  let last: RunEvent | undefined;
  for (let attempts = 0; ; attempts += 1) {
    try {
      for await (const event of chatEvents(next)) {
        if (!isStored(event)) {
          yield event;
          continue;
        }
        if (last !== undefined && event.sequence <= last.sequence) continue;
        last = event;
        if (event.type !== 'run-resumed' && event.type !== 'reauthentication-required') attempts = 0;
        yield event;
      }
    } catch (error) {
      const isAway = last !== undefined && HexaopsError.is(error, 'control-plane-unavailable');
      if (!signal.aborted && (!isAway || attempts === mostAttempts)) throw error;
    }
    if (signal.aborted) return;
    if (last === undefined) {
      throw new HexaopsError('control-plane-unavailable', 'the answer ended before it began', {
        nextStep: 'ask again',
      });
    }
    const { run, type, sequence } = last;
    if (type === 'run-finished' || type === 'approval-required' || type === 'input-required') return;
    if (attempts === mostAttempts) throw leadsNowhere(last);
    if (type === 'reauthentication-required') {
      next = { ...access, body: { run_id: run, resume: true, stream: true } };
    } else {
      onBroken?.();
      await delay(pause * Math.min(longestPause, 2 ** attempts), undefined, { signal }).catch(() => undefined);
      next = followed(access, { run, after: sequence });
    }
  }
}

function followed(access: ChatRequest, { run, after }: { readonly run: string; readonly after: number }): ChatRequest {
  const url = new URL(access.url);
  url.searchParams.set('run', run);
  url.searchParams.set('after', String(after));
  return { ...access, url };
}

function leadsNowhere({ type, run }: RunEvent): HexaopsError {
  if (type === 'reauthentication-required') {
    return new HexaopsError(type, `the run ${run} asks for a fresh token, after it has been given ${mostAttempts}`, {
      nextStep: 'sign in again; if that changes nothing, compare the clocks of the service and the control plane',
    });
  }
  return new HexaopsError(
    'control-plane-unavailable',
    `the events of the run ${run} broke off, ${mostAttempts} times in a row`,
    { nextStep: `follow it again in a moment: hexaops follow ${run}` },
  );
}
