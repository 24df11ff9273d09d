import { HexaopsError, type Caller, type Engine, type RunEvent } from '@hexaops/core';
import type { Command, MessageCommand } from './command.ts';
import { answerPendingInput } from './pending-input.ts';

/**
 * Hands a command to the engine and gives the run's events. The run never depends on the request: no signal of it is
 * handed on, so a client that goes away cancels nothing.
 */
export async function perform(engine: Engine, caller: Caller, command: Command): Promise<AsyncIterable<RunEvent>> {
  switch (command.kind) {
    case 'message':
      return startOrAnswer(engine, caller, command);
    case 'resume':
      return engine.resume(caller, command.run, { kind: 'reauthenticated' });
    case 'cancel':
      await engine.cancel(caller, command.run);
      return engine.events(caller, command.run, 0);
    case 'input':
      return engine.resume(caller, command.run, { kind: 'input', value: command.value });
    case 'decision':
      return engine.decide(caller, command.decision);
  }
}

/** A message that names a choice of the question with which the session's last run waits answers it; any other starts a run. */
async function startOrAnswer(
  engine: Engine,
  caller: Caller,
  command: MessageCommand,
): Promise<AsyncIterable<RunEvent>> {
  const { message, session, namespaces, workspace } = command;
  if (workspace !== undefined && workspace !== caller.workspace) {
    throw new HexaopsError('not-found', 'the context names another workspace than the token');
  }
  if (session !== undefined) {
    const answered = await answerPendingInput(engine, caller, session, message);
    if (answered !== undefined) return answered;
  }
  return engine.ask(caller, {
    message,
    ...(session === undefined ? {} : { session }),
    ...(namespaces === undefined ? {} : { namespaces }),
  });
}
