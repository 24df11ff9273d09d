import { CompiledQuery, PostgresDialect } from 'kysely';
import pg from 'pg';

/** Milliseconds. A statement ends on the server first, then at the client, should the server no longer answer. */
const limits = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  query_timeout: 15_000,
  idle_in_transaction_session_timeout: 15_000,
} as const;

/** The object id of `bigint` in Postgres. Times and counts here fit a number; the driver would make text of them. */
const bigintType = 20;

export function postgresDialect(url: string, poolSize: number): PostgresDialect {
  const types = new pg.TypeOverrides();
  types.setTypeParser(bigintType, Number);
  const pool = new pg.Pool({
    ...limits,
    connectionString: url,
    max: poolSize,
    types,
    keepAlive: true,
    application_name: 'hexaops',
  });
  // A connection that the server ends leaves the pool, and the next statement makes another. Unheard, the error would end the
  // process: the pool tells of idle connections, each connection of itself; a statement that was under way raises it as well.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({
    pool,
    // What `append` has returned must outlive the server, whatever the role's or the database's own setting.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(
        CompiledQuery.raw(
          `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
        ),
      );
    },
  });
}
