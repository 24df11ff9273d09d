import type { Caller, Choice, Engine } from '@hexaops/core';
import { availableEvents } from '../stream/available.ts';
import { emptyRunView, withEvent } from './run-view.ts';

export interface PendingInput {
  readonly run: string;
  readonly choices: readonly Choice[];
}

/** The question with which the last run of a session waits, if it does. Raises `not-found` for a session that is not the caller's. */
export async function pendingInputOf(
  engine: Engine,
  caller: Caller,
  session: string,
): Promise<PendingInput | undefined> {
  const run = (await engine.history(caller, session)).at(-1)?.run;
  if (run === undefined) return undefined;
  const choices = await pendingChoices(engine, caller, run);
  return choices.length === 0 ? undefined : { run, choices };
}

/** The choices of the question with which a run waits; none where it waits for nothing. */
export async function pendingChoices(engine: Engine, caller: Caller, run: string): Promise<readonly Choice[]> {
  let view = emptyRunView;
  for await (const event of availableEvents(engine.events(caller, run, 0))) view = withEvent(view, event);
  return view.suspension?.kind === 'input' ? view.suspension.choices : [];
}

/** The value of the choice that a person's words name: by its value, its label in any case, or its number from 1. */
export function chosenValue(choices: readonly Choice[], words: string): string | undefined {
  const said = words.trim();
  const spoken = said.toLowerCase();
  const chosen =
    choices.find(({ value }) => value === said) ??
    choices.find(({ label }) => label.toLowerCase() === spoken) ??
    (/^[1-9]\d?$/.test(said) ? choices[Number(said) - 1] : undefined);
  return chosen?.value;
}
