import { HexaopsError } from '@hexaops/core';
import type { PodLog } from '../../cluster/index.ts';
import { checkContainer } from '../names.ts';
import type { LogRequest } from '../source.ts';
import { tailOf } from '../tail.ts';
import { reasonOf } from './answers.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';
import { logPath } from './paths.ts';

/** Lines of a log when nothing else is asked for. */
const usualLines = 200;

/** Bytes that are asked for at least, where the end of fewer is wanted. */
const usualBytes = 1024 ** 2;

/**
 * The end of one container's log. The API counts `limitBytes` from the first line that it sends: so it is asked for the
 * last lines and more bytes than are wanted, and the end of them is kept. Raises `not-found` where there is no log, `input-invalid` where the
 * container has to be named, `forbidden`, and `cluster-unavailable`.
 */
export async function readLog(
  fetch: FetchKubernetes,
  { namespace, pod, container, previous = false, sinceSeconds, tailLines = usualLines, limitBytes }: LogRequest,
  options: Omit<FetchOptions, 'query'>,
): Promise<PodLog> {
  const wanted = Math.min(options.byteCap, limitBytes ?? options.byteCap);
  const asked = Math.min(options.byteCap, Math.max(8 * wanted, usualBytes));
  const query = {
    tailLines: String(tailLines),
    limitBytes: String(asked),
    ...(container !== undefined && { container: checkContainer(container) }),
    ...(previous && { previous: 'true' }),
    ...(sinceSeconds !== undefined && { sinceSeconds: String(sinceSeconds) }),
  };
  const answer = await fetch(logPath(namespace, pod), { ...options, query });
  if (answer.status !== 200) throw failureOf(answer.status, reasonOf(answer), `${namespace}/${pod}`);
  const content = Buffer.from(answer.body);
  const { text, truncated } = tailOf(content, { bytes: wanted });
  const isWhole = !truncated && answer.truncated !== true && content.length < asked && linesIn(text) < tailLines;
  return { namespace, pod, container: container ?? '', previous, text, truncated: !isWhole };
}

function linesIn(text: string): number {
  let count = 0;
  for (let position = text.indexOf('\n'); position !== -1; position = text.indexOf('\n', position + 1)) count++;
  return text === '' || text.endsWith('\n') ? count : count + 1;
}

function failureOf(status: number, reason: string | undefined, pod: string): HexaopsError {
  const message = reason ?? `the log of ${pod} cannot be read (${status})`;
  if (status === 404) return new HexaopsError('not-found', message, { nextStep: 'ask for the list of pods' });
  if (status === 400) {
    const isChoice = /container name must be specified/i.test(message);
    return new HexaopsError(isChoice ? 'input-invalid' : 'not-found', message, {
      nextStep: isChoice ? 'name one of the containers' : 'look at the events of the pod: it has not run yet',
    });
  }
  if (status === 403 || status === 401) {
    return new HexaopsError('forbidden', message, { nextStep: 'ask an administrator for the permission to read logs' });
  }
  return new HexaopsError('cluster-unavailable', message, { nextStep: 'try again later', details: { status } });
}
