import { HexaopsError, messageOf } from '../errors.ts';
import { readBody } from '../text/read-body.ts';
import type { ClockReading } from './clock.ts';

export interface Reached {
  readonly status: number;
  /** As text, or as much as a check needs of it. */
  readonly body: string;
  readonly clock: ClockReading;
}

/** More of an answer says nothing that a check looks for. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Asks a server whether it is there. Follows no redirect: a credential goes where it was configured to, or nowhere. Raises
 * `source-unavailable` with the network's own reason where nothing answers.
 */
export async function reach(
  url: string,
  signal: AbortSignal,
  request: Pick<RequestInit, 'method' | 'headers' | 'body'> = {},
): Promise<Reached> {
  const asked = Date.now();
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const answered = Date.now();
    const date = Date.parse(response.headers.get('date') ?? '');
    const theirs = Number.isNaN(date) ? undefined : date;
    return {
      status: response.status,
      body: (await readBody(response.body, mostBytes)).text,
      clock: { theirs, asked, answered },
    };
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
    throw new HexaopsError('source-unavailable', `${url} does not answer: ${reason}`, {
      cause,
      nextStep: 'check its URL in the configuration, and that it runs and can be reached from here',
    });
  }
}
