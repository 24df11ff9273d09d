import { createInterface } from 'node:readline/promises';
import { HexaopsError, type RunEvent } from '@hexaops/core';
import { postChat } from '../client/event-stream.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { eventText } from '../presentation/events.ts';

export interface AskOptions {
  readonly url: string;
  readonly workspace?: string;
  readonly session?: string;
  /** Print the events themselves, one a line. */
  readonly json?: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Asks through the control plane and prints the run as it unfolds. On a terminal it asks for approvals and answers; in a
 * pipe it leaves them waiting and ends with 3. The credential comes from HEXAOPS_AUTHORIZATION alone: arguments can be
 * read by everybody on the machine.
 */
export async function ask(io: Io, message: string, options: AskOptions): Promise<ExitCode> {
  if (!URL.canParse(options.url)) {
    throw new HexaopsError('input-invalid', `"${options.url}" is no URL`, {
      nextStep: 'give --url the chat of your control plane, such as https://control-plane.example/api/v1/ai/chat',
    });
  }
  const url = new URL(options.url);
  if (options.workspace !== undefined) url.searchParams.set('workspace_id', options.workspace);
  const stop = new AbortController();
  let body: Body | undefined = {
    message,
    stream: true,
    ...(options.session === undefined ? {} : { session_id: options.session }),
  };
  for (;;) {
    const last: RunEvent | undefined = await follow(io, url, body, stop.signal, options);
    if (last === undefined)
      throw new HexaopsError('control-plane-unavailable', 'the stream ended without an event', {
        nextStep: 'ask again',
      });
    if (last.type === 'run-finished') return last.status === 'completed' ? exitCode.done : exitCode.failed;
    body = await answerTo(io, last);
    if (body === undefined) return exitCode.waiting;
  }
}

async function follow(
  io: Io,
  url: URL,
  body: Body,
  signal: AbortSignal,
  { json = false }: AskOptions,
): Promise<RunEvent | undefined> {
  let last: RunEvent | undefined;
  for await (const event of postChat({ url, authorization: io.environment['HEXAOPS_AUTHORIZATION'], body, signal })) {
    last = event;
    const text = json ? JSON.stringify(event) : eventText(event, io.coloured);
    if (text !== undefined) print(io, text);
  }
  return last;
}

/** What the person says to a run that waits; undefined where nobody is there to say it. */
async function answerTo(io: Io, event: RunEvent): Promise<Body | undefined> {
  // The control plane gives each request a fresh token: signing in again is simply asking again.
  if (event.type === 'reauthentication-required') return { run_id: event.run, resume: true, stream: true };
  if (!io.interactive || !io.coloured) return undefined;
  const prompt = createInterface({ input: io.stdin, output: io.stdout });
  try {
    if (event.type === 'approval-required') {
      const { id, hash } = event.approval;
      const words = (await prompt.question('Approve this change? [y/N] ')).trim().toLowerCase();
      const decision = words === 'y' || words === 'yes' ? 'approve' : 'reject';
      return { approval: { id, decision, hash }, stream: true };
    }
    if (event.type === 'input-required') return { run_id: event.run, input: await prompt.question('> '), stream: true };
    return undefined;
  } finally {
    prompt.close();
  }
}
