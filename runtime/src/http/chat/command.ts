import type { ChatProtocol, Decision } from '@hexaops/core';

/** How the client that sent a request wants the words of the answer: as a string, or as one more turn of a conversation. */
export type ReplyForm = 'text' | 'turn';

export interface MessageCommand {
  readonly kind: 'message';
  readonly message: string;
  readonly session: string | undefined;
  readonly namespaces: readonly string[] | undefined;
  /** What becomes of changes; absent: what the rules say. */
  readonly changes?: 'approved' | 'tried';
  /** The workspace that the client believes to be in; another than the token's is refused. */
  readonly workspace: string | undefined;
}

/** What a request asks the engine to do. */
export type Command =
  | MessageCommand
  | { readonly kind: 'resume'; readonly run: string }
  | { readonly kind: 'cancel'; readonly run: string }
  | { readonly kind: 'input'; readonly run: string; readonly value: string }
  | { readonly kind: 'decision'; readonly decision: Decision };

export interface CommandRequest {
  readonly command: Command;
  readonly form: ReplyForm;
  /** Undefined where the body does not say: then the Accept header does. */
  readonly stream: boolean | undefined;
  /** In which the answer is streamed, whatever the body and the headers say. Absent: the service's own. */
  readonly protocol?: ChatProtocol;
}
