import type { Approval, RunEvent } from '@hexaops/core';
import { ChatFailure } from './failure.ts';
import { readStream, type Streamed } from './stream.ts';

export interface SessionEntry {
  readonly session_id: string;
  readonly title: string;
  readonly last_used_at: string;
}

export interface SessionList {
  /** Whose they are, and in which workspace. */
  readonly user_id: string;
  readonly workspace_id: string;
  readonly sessions: readonly SessionEntry[];
}

export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly run_id: string;
}

export interface ApprovalEntry {
  readonly run_id: string;
  readonly requested_by: string;
  /** Whether the person asked for it themselves. */
  readonly own: boolean;
  readonly approval: Approval;
  readonly rendering: readonly string[];
}

interface Asked {
  readonly method?: 'POST' | 'DELETE';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one path of the control plane by which the service is asked, in the name of whoever is signed in there. */
export class ChatClient {
  readonly #path: string;
  readonly #workspace: string | undefined;

  constructor(path: string, workspace: string | undefined) {
    this.#path = path;
    this.#workspace = workspace;
  }

  /** A message, or a command on a run or an approval: any body of the chat's path. */
  send(body: object): AsyncGenerator<Streamed> {
    return this.#stream({}, { method: 'POST', body: JSON.stringify(body) });
  }

  attach(run: string, after: number): AsyncGenerator<Streamed> {
    return this.#stream({ run, after: String(after) }, { headers: { accept: 'text/event-stream' } });
  }

  sessions(): Promise<SessionList> {
    return this.#json({ sessions: 'all' });
  }

  async history(session: string): Promise<readonly HistoryMessage[]> {
    return (await this.#json<{ readonly messages: readonly HistoryMessage[] }>({ session })).messages;
  }

  async events(run: string): Promise<readonly RunEvent[]> {
    return (await this.#json<{ readonly events: readonly RunEvent[] }>({ run })).events;
  }

  async eventsAfter(run: string, after: number): Promise<readonly RunEvent[]> {
    return (await this.#json<{ readonly events: readonly RunEvent[] }>({ run, after: String(after) })).events;
  }

  async approvals(): Promise<readonly ApprovalEntry[]> {
    return (await this.#json<{ readonly approvals: readonly ApprovalEntry[] }>({ approvals: 'all' })).approvals;
  }

  async removeSession(session: string): Promise<void> {
    await this.#fetch({ session }, { method: 'DELETE' });
  }

  async tell(body: object): Promise<void> {
    await this.#fetch({}, { method: 'POST', body: JSON.stringify(body) });
  }

  async *#stream(query: Record<string, string>, init: Asked): AsyncGenerator<Streamed> {
    const response = await this.#fetch({ ...query, protocol: 'ui-message-stream' }, init);
    if (response.body !== null) yield* readStream(response.body);
  }

  async #json<T>(query: Record<string, string>): Promise<T> {
    return (await (await this.#fetch(query, {})).json()) as T;
  }

  async #fetch(query: Record<string, string>, init: Asked): Promise<Response> {
    const workspace = this.#workspace === undefined ? {} : { workspace_id: this.#workspace };
    const response = await fetch(`${this.#path}?${new URLSearchParams({ ...query, ...workspace }).toString()}`, {
      ...init,
      headers: {
        accept: 'application/json',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
    });
    if (response.ok) return response;
    throw ChatFailure.of(await response.json().catch(() => undefined), response.status);
  }
}
