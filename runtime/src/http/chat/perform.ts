import { HexaopsError, type Caller, type Engine, type StreamedEvent } from '@hexaops/core';
import type { Admission } from '../admission/admission.ts';
import { untilRunEnds } from '../admission/until-run-ends.ts';
import type { Command, MessageCommand } from './command.ts';
import { answerPendingInput } from './pending-input.ts';

interface RunParts {
  readonly engine: Engine;
  readonly admission: Admission;
}

/**
 * Hands a command to the engine and gives the run's events. The run never depends on the request: no signal of it is
 * handed on, so a client that goes away cancels nothing. What is worked on has a place until it ends or suspends.
 */
export async function perform(
  parts: RunParts,
  caller: Caller,
  command: Command,
): Promise<AsyncIterable<StreamedEvent>> {
  const { engine, admission } = parts;
  if (command.kind === 'cancel') {
    await engine.cancel(caller, command.run);
    return engine.events(caller, command.run, 0);
  }
  const release = await admission.enterRun(caller);
  try {
    return untilRunEnds(await work(parts, caller, command), release);
  } catch (error) {
    release();
    throw error;
  }
}

type Work = Exclude<Command, { readonly kind: 'cancel' }>;

async function work(parts: RunParts, caller: Caller, command: Work): Promise<AsyncIterable<StreamedEvent>> {
  const { engine } = parts;
  switch (command.kind) {
    case 'message':
      return startOrAnswer(parts, caller, command);
    case 'resume':
      return engine.resume(caller, command.run, { kind: 'reauthenticated' });
    case 'input':
      return engine.resume(caller, command.run, { kind: 'input', value: command.value });
    case 'decision':
      return engine.decide(caller, command.decision);
  }
}

/** A message that names a choice of the question with which the session's last run waits answers it; any other starts a run. */
async function startOrAnswer(
  { engine, admission }: RunParts,
  caller: Caller,
  command: MessageCommand,
): Promise<AsyncIterable<StreamedEvent>> {
  const { message, session, namespaces, workspace, changes } = command;
  if (workspace !== undefined && workspace !== caller.workspace) {
    throw new HexaopsError('not-found', 'the context names another workspace than the token');
  }
  if (session !== undefined) {
    const answered = await answerPendingInput(engine, caller, session, message);
    if (answered !== undefined) return answered;
  }
  await admission.countStart(caller);
  return engine.ask(caller, {
    message,
    ...(session === undefined ? {} : { session }),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(changes === undefined ? {} : { changes }),
  });
}
