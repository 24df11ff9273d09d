import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { RunEvent } from '@hexaops/core';
import { createParser } from 'eventsource-parser';

/** Each stream has a connection of its own. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

export type StreamEnd = 'ended' | 'cut' | 'refused';

/** A run's events as they come, read by a client that may go away at any time. */
export class EventStream {
  readonly events: RunEvent[] = [];
  readonly comments: string[] = [];
  /** Data of frames that are no event of a run. */
  readonly errors: string[] = [];
  /** Undefined until the head of the answer has come. */
  status: number | undefined;
  /** `ended`: as a server ends an answer; `cut`: the connection broke; `refused`: the answer is no stream. */
  readonly end: Promise<StreamEnd>;
  readonly #request: ClientRequest;
  #changed = Promise.withResolvers<void>();

  /** A body is posted; without one the URL is read. */
  constructor(url: string, token: string, body?: object) {
    const { promise, resolve } = Promise.withResolvers<StreamEnd>();
    this.end = promise;
    void promise.then(() => this.#changed.resolve());
    this.#request = request(url, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    this.#request.on('error', () => resolve('cut'));
    this.#request.on('response', (response) => this.#read(response, resolve));
    this.#request.end(body === undefined ? undefined : JSON.stringify(body));
  }

  get run(): string | undefined {
    return this.events[0]?.run;
  }

  /** Waits until there are that many events, or the stream has ended. */
  async until(count: number): Promise<void> {
    while (this.events.length < count && !(await isSettled(this.end))) await this.#changed.promise;
  }

  close(): void {
    this.#request.destroy();
  }

  #read(response: IncomingMessage, end: (how: StreamEnd) => void): void {
    this.status = response.statusCode;
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'error') this.errors.push(data);
        else this.events.push(JSON.parse(data) as RunEvent);
      },
      onComment: (comment) => void this.comments.push(comment),
    });
    response.setEncoding('utf8').on('data', (text: string) => {
      if (isStream) parser.feed(text);
      else this.errors.push(text);
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    });
    response.on('end', () => end(isStream ? 'ended' : 'refused'));
    response.on('error', () => end('cut'));
    response.on('close', () => end('cut'));
  }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}
