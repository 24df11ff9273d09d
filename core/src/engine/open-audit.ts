import { type AuditReader, auditReaderPoint } from '../extension/audit-reader.ts';
import { type Store, storePoint } from '../extension/store.ts';
import { openPlugins } from './open-plugins.ts';
import type { PluginReference } from './plugin-references.ts';

/** What plugins bring for looking at the audit. */
export interface AuditAccess extends AsyncDisposable {
  readonly readers: readonly AuditReader[];
  /** Undefined where no plugin brings one: what is kept in memory ends with its process. */
  readonly store: Store | undefined;
}

/** Starts none of the plugins. Raises `plugin-*` and `config-invalid`. */
export async function openAudit(plugins: readonly PluginReference[], base?: string): Promise<AuditAccess> {
  const opened = await openPlugins(plugins, base);
  return {
    readers: opened.contributions(auditReaderPoint),
    store: opened.contributions(storePoint)[0],
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
