import { type ErrorCode, HexaopsError, messageOf } from '@hexaops/core';
import type { FetchAnswer, FetchKubernetes, FetchOptions } from './fetch.ts';

/** What keeps one part from being read. Everything else ends the whole reading: no other part would fare better. */
const partial: readonly ErrorCode[] = [
  'cluster-unavailable',
  'control-plane-unavailable',
  'forbidden',
  'not-found',
  'result-too-large',
];

export function isFatal(error: unknown): boolean {
  return !HexaopsError.is(error) || !partial.includes(error.code);
}

/**
 * The body of an answer, undefined for 404. Raises `forbidden` for 403 and 401, `result-too-large` for a body over the
 * cap, and `cluster-unavailable` for every other status than 200.
 */
export async function read(fetch: FetchKubernetes, path: string, options: FetchOptions): Promise<string | undefined> {
  const answer = await fetch(path, options);
  if (answer.status === 404) return undefined;
  if (answer.status === 403 || answer.status === 401) {
    throw new HexaopsError('forbidden', reasonOf(answer) ?? `this user may not read ${path}`, {
      nextStep:
        answer.status === 403
          ? 'ask an administrator of the workspace for the permission to read it'
          : 'the cluster does not accept these credentials: renew them',
    });
  }
  if (answer.status !== 200) {
    throw new HexaopsError('cluster-unavailable', `${path}: ${answer.status} ${reasonOf(answer) ?? ''}`.trim(), {
      nextStep: 'try again later',
      details: { status: answer.status },
    });
  }
  if (answer.truncated === true)
    throw new HexaopsError('result-too-large', `${path}: more than ${options.byteCap} bytes`);
  return answer.body;
}

/** The message of a Kubernetes `Status`: untrusted text, kept short. */
export function reasonOf({ body }: FetchAnswer): string | undefined {
  try {
    const status: unknown = JSON.parse(body);
    if (typeof status !== 'object' || status === null || !('message' in status)) return undefined;
    return typeof status.message === 'string' ? status.message.slice(0, 500) : undefined;
  } catch {
    return undefined;
  }
}

/** Why a part could not be read, for people. */
export function reasonFor(error: unknown): string {
  return messageOf(error).slice(0, 500);
}
