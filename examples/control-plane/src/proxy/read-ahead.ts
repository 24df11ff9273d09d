import type { IncomingMessage } from 'node:http';

export interface ReadAhead {
  readonly bytes: Buffer;
  /** False when the body is longer than was read. */
  readonly isComplete: boolean;
}

/** Reads a request's body until its end or past `limit` bytes, and leaves the rest to be read. */
export async function readAhead(request: IncomingMessage, limit: number): Promise<ReadAhead> {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator = request.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) return { bytes: Buffer.concat(chunks), isComplete: false };
  }
  return { bytes: Buffer.concat(chunks), isComplete: true };
}

/** The very bytes of the request's body: what was read ahead, then the rest. */
export async function* wholeBody(ahead: ReadAhead, request: IncomingMessage): AsyncGenerator<Buffer> {
  if (ahead.bytes.length > 0) yield ahead.bytes;
  if (!ahead.isComplete) yield* request as AsyncIterable<Buffer>;
}
