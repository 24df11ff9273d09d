import { setTimeout as delay } from 'node:timers/promises';
import { HexaopsError, type RunEvent } from '@hexaops/core';
import { chatEvents } from './event-stream.ts';

export type Body = Readonly<Record<string, unknown>>;

export interface ConversationOptions {
  readonly url: URL;
  readonly authorization: string | undefined;
  /** Milliseconds to wait before a stream that broke off is taken up again. */
  readonly pause?: number;
}

/** How often in a row a run is gone on with by itself, with nothing new in between. */
const mostAttempts = 10;

/**
 * Gives the events of a run until it finishes, or waits for what only a person can give. What needs nobody is done here:
 * a stream that breaks off is taken up again after its last event, and a run whose token has run out is resumed, for the
 * control plane gives each request a fresh one. Raises when that leads nowhere.
 */
export async function* runEvents(body: Body, options: ConversationOptions): AsyncGenerator<RunEvent, void, void> {
  const { url, authorization, pause = 1_000 } = options;
  let next: Parameters<typeof chatEvents>[0] = { url, authorization, body };
  let last: RunEvent | undefined;
  for (let attempts = 0; ; attempts += 1) {
    for await (const event of chatEvents(next)) {
      last = event;
      if (event.type !== 'run-resumed' && event.type !== 'reauthentication-required') attempts = 0;
      yield event;
    }
    if (last === undefined) {
      throw new HexaopsError('control-plane-unavailable', 'the answer ended before it began', {
        nextStep: 'ask again',
      });
    }
    const { run, type, sequence } = last;
    if (type === 'run-finished' || type === 'approval-required' || type === 'input-required') return;
    if (attempts === mostAttempts) throw leadsNowhere(last);
    if (type === 'reauthentication-required') {
      next = { url, authorization, body: { run_id: run, resume: true, stream: true } };
    } else {
      await delay(pause);
      next = { url: followed(url, run, sequence), authorization };
    }
  }
}

function followed(url: URL, run: string, sequence: number): URL {
  const following = new URL(url);
  following.searchParams.set('run', run);
  following.searchParams.set('after', String(sequence));
  return following;
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
    { nextStep: 'ask again in a moment' },
  );
}
