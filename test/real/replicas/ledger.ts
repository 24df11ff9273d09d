import assert from 'node:assert/strict';
import { type AuditRecord, type RunEvent, verifyChain } from '@hexaops/core';
import { createSqlStore, type SqlStore } from '@hexaops/store-sql';
import type { ReplicatedStage } from './stage.ts';
import type { Conversation, Visitor } from './visitor.ts';

export interface Ledger {
  readonly messages: number;
  readonly runs: number;
  readonly approvals: number;
  readonly effects: number;
  readonly intents: number;
  readonly outcomes: number;
}

const recordsAtOnce = 500;

/** Compares what the visitors were told with what the store, the outbox and the control plane have. Fails where they differ. */
export async function balance({ visitors, databaseUrl, crowd }: ReplicatedStage): Promise<Ledger> {
  await using store = createSqlStore({ url: databaseUrl }, { environment: {} });
  let runs = 0;
  for (const visitor of visitors) runs += await balanceVisitor(store, visitor);
  const conversations = visitors.flatMap((visitor) => visitor.conversations);
  const approved = conversations.flatMap(({ events }) => approvalsOf(events)).toSorted();

  const effects = crowd.controlPlane.state.operations.map(({ idempotencyKey }) => String(idempotencyKey)).toSorted();
  assert.deepEqual(effects, approved, 'one effect for each approval, and no other');

  const records = await allRecords(store);
  const idsOf = (phase: 'intent' | 'outcome') =>
    records
      .filter(({ entry }) => entry.phase === phase)
      .map(({ entry }) => entry.id)
      .toSorted();
  const [intents, outcomes] = [idsOf('intent'), idsOf('outcome')];
  assert.deepEqual(
    intents,
    approved.map((id) => `${id}:intent`),
    'one intent for each approval',
  );
  assert.deepEqual(
    outcomes,
    approved.map((id) => `${id}:outcome`),
    'one outcome for each approval',
  );
  assert.deepEqual((await verifyChain(records, { heads: await store.audit.heads() })).problems, []);
  return {
    messages: conversations.length,
    runs,
    approvals: approved.length,
    effects: effects.length,
    intents: intents.length,
    outcomes: outcomes.length,
  };
}

/** A run for each message that was accepted, and no other; each with the events that its visitor was told, to its end. */
async function balanceVisitor(store: SqlStore, { person, conversations }: Visitor): Promise<number> {
  const owner = { subject: person.id, workspace: person.workspace };
  const stored: string[] = [];
  for (const { id } of await store.sessions(owner)) {
    stored.push(...(await store.runsOfSession(owner, id)).map((run) => run.id));
  }
  assert.deepEqual(stored.toSorted(), conversations.map(({ run }) => run).toSorted(), `the runs of ${person.id}`);
  for (const { run, message, events } of conversations) {
    assert.deepEqual(await store.events(run, 0), events, `${person.id} was told what is stored`);
    const started = events.filter(({ type }) => type === 'run-started');
    assert.deepEqual(
      started.map((event) => event.type === 'run-started' && event.input),
      [message],
    );
    const last = events.at(-1);
    assert.ok(last?.type === 'run-finished' && last.status === 'completed', `${person.id}: ${JSON.stringify(last)}`);
    assert.equal(events.filter(({ type }) => type === 'run-finished').length, 1);
  }
  return stored.length;
}

function approvalsOf(events: Conversation['events']): readonly string[] {
  return events.flatMap((event: RunEvent) =>
    event.type === 'approval-decided' && event.decision === 'approve' ? event.approval : [],
  );
}

async function allRecords(store: SqlStore): Promise<readonly AuditRecord[]> {
  const all: AuditRecord[] = [];
  for (;;) {
    const next = await store.audit.records(all.at(-1)?.position ?? 0, recordsAtOnce);
    all.push(...next);
    if (next.length === 0) return all;
  }
}
