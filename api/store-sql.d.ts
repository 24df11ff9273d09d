// The public API of @hexaops/store-sql: npm run api writes it.

// @hexaops/store-sql
export {
  SqlStore,
  StoreSqlConfig,
  Surroundings,
  createSqlStore,
  _default as default,
};

interface SqlStore extends Store, AsyncDisposable {
    open(): Promise<void>;
    sweep(): Promise<void>;
}

interface StoreSqlConfig {
    readonly url?: string | undefined;
    readonly path?: string | undefined;
    readonly idleDays?: number | undefined;
    readonly lifetimeDays?: number | undefined;
    readonly sessionsPerSubject?: number | undefined;
    readonly poolSize?: number | undefined;
}

interface Surroundings {
    readonly now?: () => number;
    readonly environment?: Readonly<Record<string, string | undefined>>;
}

declare const _default: import("@hexaops/core").Plugin;

declare function createSqlStore(config: StoreSqlConfig, { now, environment }?: Surroundings): SqlStore;
