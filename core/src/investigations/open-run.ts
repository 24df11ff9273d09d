import { newId } from '../engine/new-records.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { InvestigationRecord, Owner, RunRecord } from '../extension/store.ts';
import type { RunEvent, RunEventDraft } from '../run/events.ts';
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
  const started: RunEventDraft = {
    type: 'run-started',
    input: plan.task,
    subject: investigator,
    workspace,
    namespaces: [],
  };
  const journal = known === undefined ? await begin(parts, owner, title, started) : await reopen(parts, known);
  const record: InvestigationRecord = { ...taken, run: journal.identity.run };
  if (known === undefined) await store.investigations.keep(record);
  // Earlier releases made a run before they began it.
  if (journal.sequence === 0) await journal.append(started);
  return { record, journal };
}

async function begin(parts: EngineParts, owner: Owner, title: string, started: RunEventDraft): Promise<RunJournal> {
  const createdAt = parts.now();
  const [run, session] = [newId(), newId()];
  const journal = journalOf(parts, { run, session }, []);
  await journal.begin(
    { ...owner, id: run, session, createdAt, sequence: 0, status: 'running' },
    { ...owner, id: session, createdAt, lastUsedAt: createdAt, title },
    started,
  );
  return journal;
}

async function reopen(parts: EngineParts, { id: run, session }: RunRecord): Promise<RunJournal> {
  const events = await parts.store.events(run, 0);
  void parts.hooks.runRestored.promise({ run, events }).catch(() => undefined);
  return journalOf(parts, { run, session }, events);
}

function journalOf(parts: EngineParts, identity: RunIdentity, stored: readonly RunEvent[]): RunJournal {
  const { store, hooks } = parts;
  const now = () => parts.now();
  const observe = (event: RunEvent): void => void hooks.runEvent.promise(event).catch(() => undefined);
  // There is no token that could stand in it.
  return new RunJournal(identity, { store, now, observe, redact: (text) => text }, stored);
}
