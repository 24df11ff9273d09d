import { type AuditReader, auditReaderPoint } from '../extension/audit-reader.ts';
import { type Store, storePoint } from '../extension/store.ts';
import { assemble } from '../plugin/assemble.ts';
import { type PluginReference, resolvePlugins } from './plugin-references.ts';

/** What plugins bring for looking at the audit. */
export interface AuditAccess extends AsyncDisposable {
  readonly readers: readonly AuditReader[];
  /** Undefined where no plugin brings one: what is kept in memory ends with its process. */
  readonly store: Store | undefined;
}

/**
 * Puts the plugins together without starting any of them: nothing is opened before it is used, no table is made or changed.
 * Raises `plugin-*` and `config-invalid`.
 */
export async function openAudit(plugins: readonly PluginReference[], base?: string): Promise<AuditAccess> {
  const assembly = await assemble(await resolvePlugins(plugins, base), { startMilliseconds: 0, starts: false });
  return {
    readers: assembly.all(auditReaderPoint),
    store: assembly.all(storePoint)[0],
    [Symbol.asyncDispose]: () => assembly[Symbol.asyncDispose](),
  };
}
