import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'node:test';
import type { StoreSqlConfig } from '../config.ts';
import { createSqlStore, type SqlStore, type Surroundings } from '../sql-store.ts';

/** Files and stores of one test: closed and removed after it. Call it in a `describe`. */
export function scratch() {
  let disposables = new AsyncDisposableStack();
  afterEach(async () => {
    await disposables.disposeAsync();
    disposables = new AsyncDisposableStack();
  });
  return {
    /** A file that is not there yet. */
    file: async (): Promise<string> => {
      const directory = await mkdtemp(join(tmpdir(), 'hexaops-store-'));
      disposables.defer(() => rm(directory, { recursive: true }));
      return join(directory, 'data', 'store.sqlite');
    },
    open: async (config: StoreSqlConfig, surroundings: Surroundings = {}): Promise<SqlStore> => {
      const store = disposables.use(createSqlStore(config, { environment: {}, ...surroundings }));
      await store.open();
      return store;
    },
  };
}
