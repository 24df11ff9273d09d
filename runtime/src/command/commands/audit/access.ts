import { type AuditReader, HexaopsError, openAudit, type Store, unknownName } from '@hexaops/core';
import { loadPlugins } from '../../../service/load-plugins.ts';
import type { Io } from '../../io.ts';
import { type ConfigurationOptions, configurationOf } from '../configuration.ts';

export interface AuditOptions extends ConfigurationOptions {
  readonly sink?: string;
}

export interface AuditPlace extends AsyncDisposable {
  readonly reader: AuditReader;
  /** Undefined where the configuration lists none that outlives its process. */
  readonly store: Store | undefined;
}

/** Where the configuration has the audit. Starts nothing of the service. Raises `config-invalid`. */
export async function openAuditPlace(io: Io, options: AuditOptions): Promise<AuditPlace> {
  const access = await openAudit(await loadPlugins(await configurationOf(io, options)));
  try {
    const dispose = () => access[Symbol.asyncDispose]();
    return { reader: readerOf(access.readers, options.sink), store: access.store, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await access[Symbol.asyncDispose]();
    throw error;
  }
}

function readerOf(readers: readonly AuditReader[], sink: string | undefined): AuditReader {
  const [reader, ...others] = sink === undefined ? readers : readers.filter(({ id }) => id === sink);
  const ids = readers.map(({ id }) => id);
  if (reader === undefined && sink !== undefined && ids.length > 0)
    throw unknownName('input-invalid', 'sink', sink, ids);
  if (reader === undefined) {
    throw new HexaopsError('config-invalid', 'no plugin of the configuration can read the audit back', {
      nextStep: 'list one that can, such as @hexaops/audit-clickhouse',
    });
  }
  if (others.length > 0) {
    throw new HexaopsError('input-invalid', 'the audit is delivered to several places', {
      nextStep: `choose one with --sink: ${ids.join(', ')}`,
    });
  }
  return reader;
}
