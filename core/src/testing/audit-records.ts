import { chain, type ChainLink } from '../audit/chain.ts';
import type { AuditEntry, AuditRecord } from '../extension/audit.ts';

const firstTimestamp = Date.UTC(2026, 0, 1);

/** An intent of alice in the workspace "shop", but for what is given. */
export function fakeEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'operation-1:intent',
    timestamp: new Date(firstTimestamp).toISOString(),
    phase: 'intent',
    run: 'run-1',
    subject: 'alice',
    organizations: ['acme'],
    workspace: 'shop',
    eventType: 'scale',
    resource: 'shop/deployment/web',
    details: { parameters: { replicas: 3 }, approval: null },
    initiatedBy: 'AIOpsAgent',
    ...changes,
  };
}

/** Chained records, a second apart, of the workspaces in turn; the ids are different. */
export function* fakeRecords(
  count: number,
  { workspaces = ['shop'], entry = {} }: { workspaces?: readonly string[]; entry?: Partial<AuditEntry> } = {},
): Generator<AuditRecord> {
  const links = new Map<string, ChainLink>();
  for (let index = 0; index < count; index++) {
    const workspace = workspaces[index % workspaces.length] ?? 'shop';
    const made = fakeEntry({
      id: `operation-${index}:intent`,
      timestamp: new Date(firstTimestamp + index * 1_000 + (index % 1_000)).toISOString(),
      workspace,
      ...entry,
    });
    const link = chain(links.get(workspace), made);
    links.set(workspace, link);
    yield { position: index + 1, ...link, entry: made };
  }
}
