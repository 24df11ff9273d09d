import type { Decision } from '../run/approval.ts';
import type { StreamedEvent } from '../run/events.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** What a client asks for in words of its own protocol. The one who hosts the engine checks each text and id, as it does its own. */
export type ChatRequest =
  | { readonly kind: 'message'; readonly message: string; readonly session?: string }
  | { readonly kind: 'decision'; readonly decision: Decision };

/** An error as the one who hosts the engine tells it: nothing secret in it. */
export interface ChatProblem {
  readonly code: string;
  readonly detail: string;
  readonly nextStep?: string;
}

/** One answer, being streamed. Each text becomes the data of one server-sent event; it holds no line break. */
export interface ChatProjection {
  event(event: StreamedEvent): readonly string[];
  /** The answer ends here. `complete`: its run has ended or waits for somebody; else the client may come back for the rest. */
  end(complete: boolean): readonly string[];
  error(problem: ChatProblem): readonly string[];
}

/**
 * Another protocol in which the chat's path is spoken: how its bodies are read, and what becomes of a run's events. It decides
 * nothing: who asks, what they may, and what is done are the same in every protocol.
 */
export interface ChatProtocol {
  /** `?protocol=` in the query of the chat's path names it, for requests in the service's own words. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a body that is not of this protocol. Raises `input-invalid` for one that is and cannot be meant. */
  read(body: unknown): ChatRequest | undefined;
  project(): ChatProjection;
}

export const chatProtocolPoint: ExtensionPoint<ChatProtocol> = extensionPoint<ChatProtocol>('chat-protocol', 'v1');
