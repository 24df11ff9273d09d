import { HexaopsError } from '@hexaops/core';
import './closed.ts';
import { noopLogger } from '@mastra/core/logger';
import { LibSQLStore } from '@mastra/libsql';
import { Memory } from '@mastra/memory';
import { PostgresStore } from '@mastra/pg';
import type { MastraMemory } from './mastra.ts';

export interface MemoryConfig {
  /** The Postgres of the service: Mastra's tables are in a schema of their own there. */
  readonly postgres?: string;
  /** A file beside the service's own, never the same: two copies of SQLite in one process lose each other's locks. */
  readonly sqlite?: string;
  /** Messages of a session that are shown again. */
  readonly messages?: number;
}

/** A memory of sessions, without vectors and without a model: it keeps messages and shows the last again. Raises `config-invalid`. */
export function createMemory({ postgres, sqlite, messages = 10 }: MemoryConfig): MastraMemory {
  if ((postgres === undefined) === (sqlite === undefined)) {
    throw new HexaopsError('config-invalid', 'the memory of engine-mastra needs one database', {
      nextStep: 'give either memory.postgres or memory.sqlite',
    });
  }
  const id = 'hexaops-memory';
  const storage =
    postgres === undefined
      ? new LibSQLStore({ id, url: `file:${sqlite}` })
      : new PostgresStore({ id, connectionString: postgres, schemaName: 'mastra' });
  // What a database refuses would be printed with the message that was to be kept.
  storage.__setLogger(noopLogger);
  for (const store of Object.values(storage.stores ?? {})) store?.__setLogger(noopLogger);
  const memory = new Memory({
    storage,
    options: { lastMessages: messages, semanticRecall: false, workingMemory: { enabled: false }, generateTitle: false },
  });
  memory.__setLogger(noopLogger);
  return memory;
}
