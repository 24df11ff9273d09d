import type { AuditReader, AuditSink, HealthSource } from '@hexaops/core';
import { type AuditClickHouseConfig, defaults } from './config.ts';
import { addressOf, connect, type Connection } from './connection/client.ts';
import { createReader } from './reader.ts';
import { createSink, deliverySettings, recentSettings } from './sink.ts';
import { columnsOf } from './table/columns.ts';
import { schemaOf } from './table/schema.ts';
import { WatchedTable } from './table/watched-table.ts';

/** What it takes from its surroundings. */
export interface Surroundings {
  /** Milliseconds since the epoch; `Date.now` unless told. */
  readonly now?: () => number;
}

export interface AuditClickHouse {
  /** Disposing of it closes the connections of all. */
  readonly sink: AuditSink & AsyncDisposable;
  readonly reader: AuditReader;
  readonly healthSource: HealthSource;
}

/** The server may take its time to put a million records in order before it sends the first. */
const readerIdle = 600_000;

/** Nothing is opened before it is used. Raises `config-invalid`. */
export function createAuditClickHouse(
  config: AuditClickHouseConfig,
  { now = Date.now }: Surroundings = {},
): AuditClickHouse {
  const { username, password, database, table: name, requestSeconds } = { ...defaults, ...given(config) };
  const url = addressOf(config.url);
  const place = { url, caFile: config.caFile };
  const deadline = requestSeconds * 1_000;
  const writing = connect({ ...place, username, password, idleMilliseconds: deadline });
  const reading = readerOf(config, place);
  const table = { database, table: name, columns: columnsOf(config.columns) };
  const watched = new WatchedTable(writing, table, { usual: deliverySettings, recent: recentSettings }, now);
  const sink = createSink(writing, table, watched, deadline);
  return {
    sink: {
      ...sink,
      async [Symbol.asyncDispose]() {
        await writing[Symbol.asyncDispose]();
        await reading?.[Symbol.asyncDispose]();
      },
    },
    reader: createReader({
      connection: reading,
      table,
      schema: schemaOf({ ...table, writer: username, reader: config.reader?.username }),
    }),
    healthSource: { component: 'audit-clickhouse', health: (signal) => watched.health(signal) },
  };
}

function readerOf(
  { reader }: AuditClickHouseConfig,
  place: { readonly url: URL; readonly caFile: string | undefined },
): Connection | undefined {
  if (reader === undefined) return undefined;
  return connect({
    ...place,
    username: reader.username,
    password: reader.password ?? '',
    idleMilliseconds: readerIdle,
  });
}

/** Without what is there and undefined, which would hide a default. */
function given(config: AuditClickHouseConfig) {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof AuditClickHouseConfig]: NonNullable<AuditClickHouseConfig[K]>;
  };
}
