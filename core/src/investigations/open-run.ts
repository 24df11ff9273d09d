import { newId } from '../engine/new-records.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { InvestigationRecord, Owner } from '../extension/store.ts';
import type { RunEvent } from '../run/events.ts';
import { type RunIdentity, RunJournal } from '../run/journal.ts';
import type { InvestigationBody } from './body.ts';
import { investigator } from './service-caller.ts';

export interface OpenedRun {
  /** With its run. */
  readonly record: InvestigationRecord;
  readonly journal: RunJournal;
}

/** The run of an investigation: the one that was begun before, where it stands, or a new one. */
export async function openRun(
  parts: EngineParts,
  taken: InvestigationRecord,
  { plan }: InvestigationBody,
): Promise<OpenedRun> {
  const { store } = parts;
  const { workspace, title } = taken;
  const owner: Owner = { subject: investigator, workspace };
  const known = taken.run === undefined ? undefined : await store.run(owner, taken.run);
  const identity = known === undefined ? await begin(parts, owner, title) : { run: known.id, session: known.session };
  const record: InvestigationRecord = { ...taken, run: identity.run };
  if (known === undefined) await store.investigations.keep(record);
  const journal = journalOf(parts, identity, await store.events(identity.run, 0));
  if (journal.sequence === 0) {
    await journal.append({ type: 'run-started', input: plan.task, subject: investigator, workspace, namespaces: [] });
  }
  return { record, journal };
}

async function begin(parts: EngineParts, owner: Owner, title: string): Promise<RunIdentity> {
  const { store } = parts;
  const now = parts.now();
  const identity = { run: newId(), session: newId() };
  await store.createSession({ ...owner, id: identity.session, createdAt: now, lastUsedAt: now, title });
  const { run: id, session } = identity;
  await store.createRun({ ...owner, id, session, createdAt: now, sequence: 0, status: 'running' });
  return identity;
}

function journalOf(parts: EngineParts, identity: RunIdentity, stored: readonly RunEvent[]): RunJournal {
  const { store, hooks } = parts;
  const now = () => parts.now();
  const observe = (event: RunEvent): void => void hooks.runEvent.promise(event).catch(() => undefined);
  // There is no token that could stand in it.
  return new RunJournal(identity, { store, now, observe, redact: (text) => text }, stored);
}
