// The public API of @hexaops/jobs-postgres: npm run api writes it.

// @hexaops/jobs-postgres
export {
  JobsPostgresConfig,
  createPostgresRunner,
  _default as default,
};

interface JobsPostgresConfig {
    readonly url?: string | undefined;
    readonly schema?: string | undefined;
    readonly poolSize?: number | undefined;
}

declare const _default: import("@hexaops/core").Plugin;

declare function createPostgresRunner(config: JobsPostgresConfig, environment?: Readonly<Record<string, string | undefined>>): JobRunner;
