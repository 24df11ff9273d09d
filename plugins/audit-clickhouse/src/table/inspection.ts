import { type AddressType, addressTypeOf } from './address.ts';
import type { Column } from './columns.ts';
import type { Connection } from '../connection/client.ts';
import { literal } from './identifier.ts';
import { type TimeUnit, timeUnitOf } from './timestamp.ts';

/** What is known of the table and its server. */
export interface Inspection {
  /** Undefined where the account sees no such table. */
  readonly engine: string | undefined;
  /** Whether the server takes a batch that is delivered again for what it is. Undefined where that cannot be told. */
  readonly recognizesRepeats: boolean | undefined;
  /** Configured columns that the table does not have. */
  readonly missing: readonly string[];
  /** Of the settings that a delivery wants, those that the server knows; the usual ones where it does not tell. */
  readonly settings: ReadonlySet<string>;
  readonly time: TimeUnit;
  readonly address: AddressType;
}

/** Settings that are wanted of a server: `recent` ones only where it says that it knows them. */
export interface WantedSettings {
  readonly usual: readonly string[];
  readonly recent: readonly string[];
}

export interface Table {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly Column[];
}

/** What is supposed of a table that nothing is known of: a current server, and the columns of `hexaops audit schema`. */
export function supposed(settings: readonly string[]): Inspection {
  return {
    engine: undefined,
    recognizesRepeats: undefined,
    missing: [],
    settings: new Set(settings),
    time: 1,
    address: 'text',
  };
}

/** Asks the server's own tables, of which an account sees what it may use: INSERT on the table is enough. */
export async function inspect(
  connection: Connection,
  { database, table, columns }: Table,
  { usual, recent }: WantedSettings,
  signal: AbortSignal,
): Promise<Inspection> {
  const ask = async (columns: readonly string[], rest: string) => {
    const found: (readonly (string | null)[])[] = [];
    for await (const block of connection.select(columns, rest, {}, signal)) found.push(...block);
    return found;
  };
  const here = `database = ${literal(database)} AND`;
  const wanted = [...usual, ...recent];
  // One after the other: a server that is away is asked once.
  const known =
    wanted.length === 0
      ? []
      : await ask(['name'], `FROM system.settings WHERE name IN (${wanted.map(literal).join(', ')})`);
  const found = await ask(
    ['engine', 'create_table_query'],
    `FROM system.tables WHERE ${here} name = ${literal(table)}`,
  );
  const typed = await ask(['name', 'type'], `FROM system.columns WHERE ${here} table = ${literal(table)}`);
  const types = new Map(typed.map(([name, type]) => [name ?? '', type ?? '']));
  const typeOf = (key: Column['key']) => types.get(columns.find((column) => column.key === key)?.name ?? '');
  const [engine, definition] = found[0] ?? [];
  return {
    engine: engine ?? undefined,
    recognizesRepeats: recognizesRepeats(engine ?? '', definition ?? ''),
    missing: types.size === 0 ? [] : columns.flatMap(({ name }) => (types.has(name) ? [] : [name])),
    // Every release knows some of them: none means that the account may not see them.
    settings: new Set(known.length === 0 ? usual : known.map(([name]) => name ?? '')),
    time: timeUnitOf(typeOf('timestamp')),
    address: addressTypeOf(typeOf('source_ip')),
  };
}

/**
 * Replicated tables remember inserts unless told not to, others only when told to. Of what passes rows on to another table
 * (Distributed, Buffer, views) it cannot be told here.
 */
function recognizesRepeats(engine: string, definition: string): boolean | undefined {
  if (!engine.endsWith('MergeTree')) return undefined;
  const isReplicated = /^(?:Replicated|Shared)/.test(engine);
  const setting = isReplicated ? 'replicated_deduplication_window' : 'non_replicated_deduplication_window';
  const window = new RegExp(String.raw`\b(?<!non_)${setting}\s*=\s*(\d+)`).exec(definition)?.[1];
  return window === undefined ? isReplicated : Number(window) > 0;
}
