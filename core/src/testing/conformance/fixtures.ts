import type { AuditEntry } from '../../extension/audit.ts';
import type { InvestigationRecord, RunRecord, SessionRecord, Store } from '../../extension/store.ts';
import type { RunEventDraft } from '../../run/events.ts';

export const alice = { subject: 'alice', workspace: 'shop' };
export const strangers = [
  { subject: 'bob', workspace: 'shop' },
  { subject: 'alice', workspace: 'lab' },
];
export const sessionRecord = (id: string, rest: Partial<SessionRecord> = {}): SessionRecord => ({
  ...alice,
  id,
  createdAt: 1,
  lastUsedAt: 1,
  title: 't',
  ...rest,
});
export const runRecord = (id: string, session: string, rest: Partial<RunRecord> = {}): RunRecord => ({
  ...alice,
  id,
  session,
  createdAt: 2,
  sequence: 0,
  status: 'running',
  ...rest,
});
export const resumed: RunEventDraft = { type: 'run-resumed', subject: 'alice' };
/** What a log or a request may bring. */
export const hostileTexts = [
  '',
  '\0',
  'a\0b',
  '\u{d800} half a pair \u{dc00}',
  '\u{1f9ea} \u{202e} \u{fffd} \u{ffff}',
  `'; drop table runs; --`,
  '%_\\"$1?',
  '\r\n\t\u{7f}\u{85}',
];

/** A store with the run `r1` of alice in the session `s1`. */
export async function withRun(create: () => Promise<Store>): Promise<Store> {
  const store = await create();
  await store.createSession(sessionRecord('s1'));
  await store.createRun(runRecord('r1', 's1'));
  return store;
}

export function auditEntry(id: string, rest: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id,
    timestamp: '1970-01-01T00:00:00.001Z',
    phase: 'intent',
    run: 'r1',
    subject: 'alice',
    organizations: ['acme'],
    workspace: 'shop',
    eventType: 'scale',
    resource: 'deployment/shop/checkout',
    details: { parameters: { replicas: 3 } },
    initiatedBy: 'AIOpsAgent',
    ...rest,
  };
}

export function investigation(id: string, rest: Partial<InvestigationRecord> = {}): InvestigationRecord {
  return { id, workspace: 'shop', fingerprint: 'f1', createdAt: 1, status: 'waiting', title: 't', ...rest };
}
