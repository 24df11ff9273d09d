import type { IncomingMessage } from 'node:http';

/** For how long a client is given to see its answer. Milliseconds. */
const lingerMilliseconds = 1_000;

/**
 * For a request that is refused before its body has come. Of the body at most `bytes` more are let pass, so that a short one
 * does not cost the connection. Of a longer one nothing more is taken, and the connection is cut: not at once, for that would
 * take the answer with it.
 */
export function leaveUnread(request: IncomingMessage, bytes: number): void {
  if (request.complete || request.destroyed) return;
  let left = bytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.pause();
  });
  request.on('error', () => undefined);
  const timer = setTimeout(() => request.complete || request.socket.destroy(), lingerMilliseconds);
  request.once('close', () => clearTimeout(timer));
}
