import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@hexaops/core';
import type { ControlPlane } from '@hexaops/example-control-plane';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Person } from './crowd.ts';

/** What has become of one message: all events of its run, whatever replicas they came from. */
export interface Conversation {
  readonly message: string;
  readonly run: string;
  readonly events: readonly RunEvent[];
}

/** What a visitor met on the way. */
export interface Encounters {
  /** Answers that refused a request before anything was begun; it was sent again. */
  refused: number;
  /** Requests without an answer of the service: whether they have begun anything was looked up. */
  lost: number;
  /** Streams that ended before their run did. */
  broken: number;
  /** Runs that nobody worked on any more, and that were resumed. */
  resumed: number;
}

/** How often a visitor comes back for a run that does not go on before resuming it; each time twice as often as before. */
const patienceAtFirst = 5;
const comeBackMilliseconds = 400;
const refusedMilliseconds = 300;
const attemptsAtMost = 200;

/**
 * A person's client, as docs/replicas.md describes one: it sends again what was refused, comes back for the rest of a stream that breaks,
 * and resumes a run on which nobody works. Every event is checked as it comes: its run, its number, and whose it is.
 */
export class Visitor {
  readonly person: Person;
  readonly encounters: Encounters = { refused: 0, lost: 0, broken: 0, resumed: 0 };
  readonly conversations: Conversation[] = [];
  readonly #url: string;
  readonly #controlPlane: ControlPlane;
  readonly #tokenSeconds: number;
  readonly #signal: AbortSignal;
  #session: string | undefined;
  #streaming = false;

  /** The signal ends whatever the visitor does, with an error. */
  constructor(url: string, controlPlane: ControlPlane, person: Person, tokenSeconds: number, signal: AbortSignal) {
    this.#tokenSeconds = tokenSeconds;
    this.#signal = signal;
    this.#url = `${url}/v1/chat`;
    this.#controlPlane = controlPlane;
    this.person = person;
  }

  /** A stream is open, and its first event has come. */
  get streaming(): boolean {
    return this.#streaming;
  }

  /** Asks, and gives all events of the run when it has ended or waits for an approval. */
  async ask(message: string): Promise<Conversation> {
    const session = this.#session === undefined ? {} : { session_id: this.#session };
    const events: RunEvent[] = [];
    await this.#begin({ message, ...session, stream: true }, events, () => this.#runOf(message));
    const [first] = events;
    if (first?.type !== 'run-started') throw new Error(`the first event is ${first?.type ?? 'none'}`);
    this.#session ??= first.session;
    const conversation = { message, run: first.run, events };
    this.conversations.push(conversation);
    await this.#toTheEnd(conversation.run, events);
    return conversation;
  }

  /** Approves what the conversation waits for, and gives it when its run has ended. */
  async approve(conversation: Conversation): Promise<Conversation> {
    const last = conversation.events.at(-1);
    if (last?.type !== 'approval-required') {
      throw new Error(`it waits for no approval: ${JSON.stringify(conversation.events.slice(1))}`);
    }
    const { id, hash } = last.approval;
    const events = [...conversation.events];
    const approval = { approval: { id, decision: 'approve', hash }, stream: true };
    await this.#begin(approval, events, async () => conversation.run);
    await this.#toTheEnd(conversation.run, events);
    const whole = { ...conversation, events };
    this.conversations[this.conversations.indexOf(conversation)] = whole;
    return whole;
  }

  /** What this person is told of another's run: the status of the answer. */
  async look(run: string): Promise<number> {
    for (let attempt = 0; attempt < attemptsAtMost; attempt++) {
      const answer = await this.#send('GET', `?run=${run}`);
      await answer?.body?.cancel();
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer.status;
      await sleep(refusedMilliseconds, undefined, { signal: this.#signal });
    }
    throw new Error('nobody answers');
  }

  /**
   * Sends until it is accepted: until an event has come. What is refused with 429 or 503 was not begun. Where the answer is lost,
   * what has become of it is looked up before it is sent again.
   */
  async #begin(body: object, events: RunEvent[], begun: () => Promise<string | undefined>): Promise<void> {
    const before = events.length;
    for (let attempt = 0; attempt < attemptsAtMost; attempt++) {
      const answer = await this.#send('POST', '', body);
      if (answer?.status === 200) await this.#read(answer, events);
      else if (answer !== undefined && answer.status >= 400 && answer.status < 500 && answer.status !== 429)
        throw new Error(`${answer.status} ${await answer.text()}`);
      else await answer?.body?.cancel();
      if (events.length > before) return;
      if (answer?.status === 503 || answer?.status === 429) this.encounters.refused += 1;
      else {
        this.encounters.lost += 1;
        const run = await begun();
        if (run !== undefined) await this.#readOn(run, events);
        if (events.length > before) return;
      }
      await sleep(refusedMilliseconds, undefined, { signal: this.#signal });
    }
    throw new Error('nobody accepts it');
  }

  /** The run that a message has begun whose answer was lost: one of this person's that is not known yet. */
  async #runOf(message: string): Promise<string | undefined> {
    const known = new Set(this.conversations.map(({ run }) => run));
    const { sessions } = await this.#json<{ readonly sessions: readonly { readonly session_id: string }[] }>(
      'sessions=',
    );
    for (const { session_id: session } of sessions) {
      const { messages } = await this.#json<{ readonly messages: readonly Said[] }>(`session=${session}`);
      const found = messages.find(
        ({ role, content, run_id: run }) => role === 'user' && content === message && !known.has(run),
      );
      if (found !== undefined) return found.run_id;
    }
    return undefined;
  }

  async #json<T>(query: string): Promise<T> {
    for (let attempt = 0; attempt < attemptsAtMost; attempt++) {
      const answer = await this.#send('GET', `?${query}`);
      if (answer?.status === 200) return (await answer.json()) as T;
      await answer?.body?.cancel();
      await sleep(refusedMilliseconds, undefined, { signal: this.#signal });
    }
    throw new Error('nobody answers');
  }

  /** Comes back for what follows the last event that is known. */
  async #readOn(run: string, events: RunEvent[]): Promise<void> {
    const answer = await this.#send('GET', `?run=${run}&after=${events.at(-1)?.sequence ?? 0}`);
    if (answer?.status === 200) await this.#read(answer, events);
    else await answer?.body?.cancel();
  }

  async #toTheEnd(run: string, events: RunEvent[]): Promise<void> {
    let patience = patienceAtFirst;
    for (let idle = 0, attempt = 0; attempt < attemptsAtMost; attempt++) {
      const last = events.at(-1);
      if (last === undefined || last.type === 'run-finished' || last.type === 'approval-required') return;
      const before = events.length;
      if (last.type === 'reauthentication-required' || idle >= patience) {
        this.encounters.resumed += 1;
        if (idle >= patience) patience *= 2;
        idle = 0;
        const answer = await this.#send('POST', '', { run_id: run, resume: true, stream: true });
        // 409: somebody works on it after all, or it has ended meanwhile.
        if (answer?.status === 200) await this.#read(answer, events);
        else await answer?.body?.cancel();
      } else {
        this.encounters.broken += 1;
        await sleep(comeBackMilliseconds, undefined, { signal: this.#signal });
        await this.#readOn(run, events);
      }
      idle = events.length > before ? 0 : idle + 1;
    }
    throw new Error(`the run does not come to its end: ${JSON.stringify(events.at(-1))}`);
  }

  /** Undefined where the connection breaks before an answer. A fresh token each time. */
  async #send(method: string, query: string, body?: object): Promise<Response | undefined> {
    const { id: user, workspace } = this.person;
    const token = await this.#controlPlane.makeToken({ user, workspace, lifetimeSeconds: this.#tokenSeconds });
    try {
      return await fetch(`${this.#url}${query}`, {
        method,
        signal: this.#signal,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return undefined;
    }
  }

  /** Adds the stream's events, to its end or to where it breaks. */
  async #read(answer: Response, events: RunEvent[]): Promise<void> {
    if (answer.body === null) return;
    const frames = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    try {
      for await (const { event, data } of frames) {
        if (event === 'error') return;
        const next = JSON.parse(data) as RunEvent;
        this.#check(next, events);
        events.push(next);
        this.#streaming = true;
      }
    } catch (error) {
      if (error instanceof WrongEvent) throw error;
    } finally {
      this.#streaming = false;
    }
  }

  #check(event: RunEvent, events: readonly RunEvent[]): void {
    const expected = (events.at(-1)?.sequence ?? 0) + 1;
    if (event.sequence !== expected) throw new WrongEvent(`event ${event.sequence} comes where ${expected} belongs`);
    if (events[0] !== undefined && event.run !== events[0].run) throw new WrongEvent('an event of another run');
    const { id, workspace } = this.person;
    const named = JSON.stringify(event).matchAll(/\b(t\d+)-(?:person|app)-\d+/g);
    for (const [name, from] of named) if (from !== workspace) throw new WrongEvent(`${id} is told of ${name}`);
    if (event.type === 'run-started' && (event.subject !== id || event.workspace !== workspace))
      throw new WrongEvent(`${id} is given a run of ${event.subject}`);
  }
}

interface Said {
  readonly role: string;
  readonly content: string;
  readonly run_id: string;
}

class WrongEvent extends Error {}
