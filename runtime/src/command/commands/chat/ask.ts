import { createInterface } from 'node:readline/promises';
import { HexaopsError, requireWhole, type RunEvent } from '@hexaops/core';
import { type Body, runEvents } from '../client/conversation.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { eventText } from '../presentation/events.ts';
import { printableJson } from '../presentation/printable.ts';
import { reportError } from '../report-error.ts';

export interface AskOptions {
  readonly url?: string;
  readonly workspace?: string;
  readonly session?: string;
  /** Print the events themselves, one a line. */
  readonly json?: boolean;
}

/** Where the control plane has its chat, for a URL that names no path. */
const chatPath = '/api/v1/ai/chat';

/**
 * Asks through the control plane and prints the run as it unfolds. Where somebody is there it asks for approvals and
 * answers; else it leaves them waiting and ends with 3. The credential comes from HEXAOPS_AUTHORIZATION alone: arguments
 * can be read by everybody on the machine.
 */
export async function ask(io: Io, message: string, options: AskOptions): Promise<ExitCode> {
  const url = chatUrl(options.url ?? io.environment['HEXAOPS_URL'], options.workspace);
  const authorization = io.environment['HEXAOPS_AUTHORIZATION'];
  let body: Body | undefined = {
    message,
    stream: true,
    ...(options.session === undefined ? {} : { session_id: options.session }),
  };
  for (;;) {
    let last: RunEvent | undefined;
    try {
      for await (const event of runEvents(body, { url, authorization })) {
        last = event;
        await show(io, event, options);
      }
    } catch (error) {
      if (!HexaopsError.is(error, 'reauthentication-required')) throw error;
      reportError(io, error);
      return exitCode.waiting;
    }
    if (last?.type === 'run-finished') return last.status === 'completed' ? exitCode.done : exitCode.failed;
    body = last && (await answerTo(io, last));
    if (body === undefined) return exitCode.waiting;
  }
}

async function show(io: Io, event: RunEvent, { json = false }: AskOptions): Promise<void> {
  const text = json ? printableJson(event) : eventText(event, io.coloured);
  if (text !== undefined) await print(io, text);
}

/** What the person says to a run that waits; undefined where nobody is there to say it. */
async function answerTo(io: Io, event: RunEvent): Promise<Body | undefined> {
  if (!io.attended) return undefined;
  if (event.type === 'approval-required') {
    const { id, hash } = event.approval;
    requireWhole(event.approval);
    const words = await wordsOf(io, 'Approve this change? [y/N] ');
    if (words === undefined) return undefined;
    return { approval: { id, decision: /^y(?:es)?$/i.test(words) ? 'approve' : 'reject', hash }, stream: true };
  }
  if (event.type === 'input-required') {
    const words = await wordsOf(io, '> ');
    if (words === undefined) return undefined;
    const chosen = /^\d+$/.test(words) ? event.choices[Number(words) - 1] : undefined;
    return { run_id: event.run, input: chosen?.value ?? words, stream: true };
  }
  return undefined;
}

/** Undefined where the input ends without an answer. */
async function wordsOf(io: Io, question: string): Promise<string | undefined> {
  const prompt = createInterface({ input: io.stdin, output: io.stdout });
  const closed = Promise.withResolvers<undefined>();
  prompt.once('close', () => closed.resolve(undefined));
  try {
    return (await Promise.race([prompt.question(question), closed.promise]))?.trim();
  } finally {
    prompt.close();
  }
}

function chatUrl(text: string | undefined, workspace: string | undefined): URL {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    const problem =
      text === undefined ? 'it is not said whom to ask' : `"${text}" is no http(s) URL without credentials`;
    throw new HexaopsError('input-invalid', problem, {
      nextStep: 'give --url your control plane, such as https://control-plane.example, or set HEXAOPS_URL',
    });
  }
  if (url.pathname === '/') url.pathname = chatPath;
  if (workspace !== undefined) url.searchParams.set('workspace_id', workspace);
  return url;
}
