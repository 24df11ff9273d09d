import type { ChatProtocol, StreamedEvent } from '@hexaops/core';
import type { Problem } from '../problem/problem.ts';
import { errorFrame, eventFrame } from './frame.ts';

/** What one answer's events become on the wire. */
interface StreamFrames {
  event(event: StreamedEvent): string | Buffer;
  /** Before the last comment. */
  end(complete: boolean): string;
  error(problem: Problem): string;
}

export interface StreamForm {
  readonly headers: Readonly<Record<string, string>>;
  open(): StreamFrames;
}

/** The events as they are. */
export const ownWords: StreamForm = {
  headers: {},
  open: () => ({ event: eventFrame, end: () => '', error: errorFrame }),
};

export function formOf(protocol: ChatProtocol | undefined): StreamForm {
  if (protocol === undefined) return ownWords;
  return {
    headers: protocol.headers,
    open() {
      const projection = protocol.project();
      return {
        event: (event) => frames(projection.event(event)),
        end: (complete) => frames(projection.end(complete)),
        error: (problem) => frames(projection.error(problem)),
      };
    },
  };
}

function frames(texts: readonly string[]): string {
  return texts.map((text) => `data: ${text}\n\n`).join('');
}
