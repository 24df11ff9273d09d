import { isStored, type RunEvent, type StreamedEvent } from '@hexaops/core';
import { createParser } from 'eventsource-parser';

export interface Sent {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** A client of a chat's URL, as a person's browser or a program would be. */
export class ChatClient {
  readonly #url: string;
  readonly #authorization: string;

  /** `authorization` is the whole value of the header. */
  constructor(url: string, authorization: string) {
    this.#url = url;
    this.#authorization = authorization;
  }

  /** Posts and reads the run's stored events to the end of the stream. Fails where the answer is no stream. */
  async stream(body: object): Promise<readonly RunEvent[]> {
    const { status, contentType, text } = await this.send('POST', body, { accept: 'text/event-stream' });
    if (status !== 200 || !contentType.startsWith('text/event-stream')) throw new Error(`${status} ${text}`);
    const events: RunEvent[] = [];
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        const parsed = JSON.parse(data) as StreamedEvent;
        if (event === parsed.type && id === undefined && !isStored(parsed)) return;
        if (!isStored(parsed) || event !== parsed.type || id !== String(parsed.sequence))
          throw new Error(`the frame ${id ?? ''} ${event ?? ''} does not fit its data`);
        events.push(parsed);
      },
    });
    parser.feed(text);
    return events;
  }

  /** Posts and reads the one reply. */
  async ask(body: object): Promise<Readonly<Record<string, unknown>>> {
    const { text } = await this.send('POST', body);
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  }

  async send(method: string, body?: object, { accept = 'application/json', query = '' } = {}): Promise<Sent> {
    const url = query === '' ? this.#url : `${this.#url}${this.#url.includes('?') ? '&' : '?'}${query}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: this.#authorization,
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  }
}
