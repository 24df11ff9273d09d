import { HexaopsError, isStored, type RunEvent } from '@hexaops/core';
import { type Opening, runEvents } from '../../client/conversation.ts';
import { type ChatAccess, tellChat } from '../../client/request.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import type { Io } from '../../io.ts';
import { printable } from '../../presentation/printable.ts';
import { watchRun, type WatchOptions } from '../../presentation/watch.ts';
import { reportError } from '../../report-error.ts';
import { answerTo } from './decide.ts';
import { Interruption } from './interruption.ts';

/**
 * Prints a run as it unfolds, to its end. Where somebody is there it asks for approvals and answers; else it leaves them
 * waiting, says how to go on, and ends with 3.
 */
export async function converse(io: Io, access: ChatAccess, opening: Opening, options: WatchOptions): Promise<ExitCode> {
  let last: RunEvent | undefined;
  let cancelled: Promise<boolean> | undefined;
  using watch = watchRun(io, options);
  using interruption = new Interruption(io, () => {
    if (last === undefined) return false;
    watch.say('cancelling the run; Ctrl-C again leaves it as it is', true);
    cancelled = cancelRun(io, access, last.run, interruption.leaving);
    return true;
  });
  const signal = interruption.leaving;
  const reading = { ...access, signal, onBroken: () => watch.say('the connection is lost, trying again') };
  for (let next = opening; ;) {
    try {
      for await (const event of runEvents(next, reading)) {
        if (isStored(event)) await watch.show((last = event));
        else watch.hear(event);
      }
    } catch (error) {
      if (!HexaopsError.is(error, 'reauthentication-required')) throw error;
      reportError(io, error);
      return exitCode.waiting;
    }
    if (signal.aborted) return left(io, last);
    if (last === undefined) return exitCode.failed;
    if (last.type === 'run-finished') return last.status === 'completed' ? exitCode.done : exitCode.failed;
    const event = last;
    const prompting = { interrupt: interruption.take, signal: interruption.cancelling };
    const body =
      io.attended && options.json !== true && cancelled === undefined
        ? await watch.asking(() => answerTo(io, event, watch.evidence, prompting))
        : undefined;
    if (body !== undefined) next = { body };
    else if ((await cancelled) === true && !signal.aborted) next = { run: event.run, after: event.sequence };
    else return signal.aborted ? left(io, last) : waiting(io, event);
  }
}

/** Gives whether it was; says why where it was not. */
async function cancelRun(io: Io, access: ChatAccess, run: string, signal: AbortSignal): Promise<boolean> {
  try {
    await tellChat({ ...access, signal, body: { run_id: run, cancel: true, stream: false } });
    return true;
  } catch (error) {
    if (!signal.aborted) reportError(io, error);
    return false;
  }
}

function left(io: Io, last: RunEvent | undefined): ExitCode {
  if (last !== undefined) io.stderr.write(`${printable(`The run goes on: hexaops follow ${last.run}`)}\n`);
  return exitCode.left;
}

function waiting(io: Io, event: RunEvent): ExitCode {
  io.stderr.write(`${printable(waitingWords(event))}\n`);
  return exitCode.waiting;
}

function waitingWords(event: RunEvent): string {
  if (event.type === 'approval-required' && event.approval.fourEyes) {
    return `The run waits for the approval of somebody else: ${event.approval.id}. They decide it with hexaops approvals; go on then with hexaops follow ${event.run}`;
  }
  const what = event.type === 'approval-required' ? 'an approval' : 'an answer';
  return `The run waits for ${what}. Give it on a terminal: hexaops follow ${event.run}`;
}
