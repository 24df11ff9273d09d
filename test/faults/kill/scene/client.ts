import type { RunEvent } from '@hexaops/core';
import { ChatClient, type Sent } from '../../../support/chat.ts';
import { deployment } from './workspaces.ts';
import type { Stage } from './scene.ts';

export const replicasAskedFor = 3;

/** What a client keeps of a change that it has asked for. */
export interface Asked {
  readonly run: string;
  readonly approval: string;
  readonly hash: string;
}

export type Step = 'approve' | 'resume';

/** A client of a service, with a fresh token for each request: it knows of a run what it has been told, and reads the rest. */
export class Client {
  readonly #url: string;
  readonly #stage: Stage;

  constructor(url: string, stage: Stage) {
    this.#url = url;
    this.#stage = stage;
  }

  /** Asks for a change, up to its approval. */
  async ask(): Promise<Asked> {
    const chat = await this.#chat();
    const last = (await chat.stream({ message: `scale ${deployment} to ${replicasAskedFor}` })).at(-1);
    if (last?.type !== 'approval-required') throw new Error(`no approval is asked for: ${JSON.stringify(last)}`);
    return { run: last.run, approval: last.approval.id, hash: last.approval.hash };
  }

  async approve({ approval: id, hash }: Asked): Promise<Sent> {
    return (await this.#chat()).send('POST', { approval: { id, decision: 'approve', hash }, stream: true });
  }

  async resume({ run }: Asked): Promise<Sent> {
    return (await this.#chat()).send('POST', { run_id: run, resume: true, stream: true });
  }

  async events({ run }: Asked): Promise<readonly RunEvent[]> {
    const { status, text } = await (await this.#chat()).send('GET', undefined, { query: `run=${run}` });
    if (status >= 300) throw new Error(`${status} ${text}`);
    return (JSON.parse(text) as { readonly events: readonly RunEvent[] }).events;
  }

  /** What the run's events ask for: its approval where it waits for it, else that it goes on; undefined when it has ended. */
  async next(asked: Asked): Promise<Step | undefined> {
    const events = await this.events(asked);
    if (events.at(-1)?.type === 'run-finished') return undefined;
    return events.some(({ type }) => type === 'approval-decided') ? 'resume' : 'approve';
  }

  /** Reads the answer to its end; whatever it is, the run's events say what has become of it. */
  take(step: Step, asked: Asked): Promise<Sent> {
    return step === 'approve' ? this.approve(asked) : this.resume(asked);
  }

  async #chat(): Promise<ChatClient> {
    return new ChatClient(`${this.#url}/v1/chat`, await this.#stage.authorization());
  }
}
