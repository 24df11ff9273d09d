import type { ChatClient, SessionEntry } from '../protocol/chat-client.ts';
import { ChatFailure, type ToldFailure, toldOf, unreachable } from '../protocol/failure.ts';

export interface SessionListState {
  /** Undefined until they have been told. What was told last holds while it cannot be told anew. */
  readonly sessions?: readonly SessionEntry[];
  /** Who asks, and about what, as the service knows them. */
  readonly caller?: { readonly subject: string; readonly workspace: string };
  /** Why they could not be told last. */
  readonly failure?: ToldFailure;
  /** It is asked again by itself. */
  readonly goesOn: boolean;
}

/** Between two attempts: 2 s, doubling up to a minute. */
const firstWait = 2_000;
const longestWait = 60_000;
/** So often it is asked again before that is left to the person. */
const mostAttempts = 8;

/** The person's conversations. Where they cannot be told they are asked for again, slower and slower, and not for ever. */
export class SessionList {
  readonly #client: ChatClient;
  readonly #whenSignedIn: (goOn: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #state: SessionListState = { goesOn: false };
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: ChatClient, whenSignedIn: (goOn: () => void) => void) {
    this.#client = client;
    this.#whenSignedIn = whenSignedIn;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionListState => this.#state;

  /** Asks now, and counts anew how often it is asked again. */
  async ask(): Promise<void> {
    this.#attempts = 0;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const { sessions, user_id: subject, workspace_id: workspace } = await this.#client.sessions();
      this.#change({ sessions, caller: { subject, workspace }, goesOn: false });
    } catch (error) {
      if (error instanceof ChatFailure && error.isSignedOut) return this.#whenSignedIn(() => void this.ask());
      const wait = Math.min(firstWait * 2 ** this.#attempts, longestWait);
      this.#attempts += 1;
      const goesOn = this.#attempts <= mostAttempts;
      // Of two that were asked at the same time one goes on.
      clearTimeout(this.#timer);
      if (goesOn) this.#timer = setTimeout(() => void this.#ask(), wait);
      const { sessions, caller } = this.#state;
      this.#change({
        ...(sessions === undefined ? {} : { sessions }),
        ...(caller === undefined ? {} : { caller }),
        failure: toldOf(error, unreachable),
        goesOn,
      });
    }
  }

  #change(state: SessionListState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
