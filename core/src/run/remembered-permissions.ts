import type { Owner, Store } from '../extension/store.ts';

/**
 * The digest of the permissions with which a session was last used: those of its youngest run, when it was last gone on with.
 * Undefined for a session that is new, or was last used with an earlier release.
 */
export async function rememberedPermissions(store: Store, owner: Owner, session: string): Promise<string | undefined> {
  const last = await store.lastRun(owner, session);
  if (last === undefined) return undefined;
  const events = await store.events(last.id, 0);
  const said = events.flatMap((event) =>
    event.type === 'run-started' || event.type === 'run-resumed' ? (event.permissions ?? []) : [],
  );
  return said.at(-1);
}
