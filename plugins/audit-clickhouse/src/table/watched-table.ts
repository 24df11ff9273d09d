import type { ComponentHealth } from '@hexaops/core';
import type { Connection } from '../connection/client.ts';
import { inspect, type Inspection, supposed, type Table, type WantedSettings } from './inspection.ts';

/** Until the table is looked at again. Milliseconds. */
const age = 60_000;

/** Engines that say an insert is done and have it in memory, or nowhere. */
const keepsNothing: ReadonlySet<string> = new Set(['Buffer', 'Memory', 'Null']);

/** What is known of the table, looked at again from time to time: administrators change tables while services run. */
export class WatchedTable {
  readonly #connection: Connection;
  readonly #table: Table;
  readonly #settings: WantedSettings;
  readonly #now: () => number;
  #known: { readonly at: number; readonly inspection: Inspection } | undefined;
  #failedAt = -Infinity;

  constructor(connection: Connection, table: Table, settings: WantedSettings, now: () => number) {
    this.#connection = connection;
    this.#table = table;
    this.#settings = settings;
    this.#now = now;
  }

  /**
   * Never raises: where the server does not tell, what was known holds, else what is supposed; it is asked again a minute later,
   * so that batches which wait are not each kept waiting by it.
   */
  async known(signal: AbortSignal): Promise<Inspection> {
    if (this.#now() - this.#failedAt >= age) {
      try {
        return await this.look(signal);
      } catch {
        this.#failedAt = this.#now();
      }
    }
    return this.#known?.inspection ?? supposed(this.#settings.usual);
  }

  /** Raises what the server raises. */
  async look(signal: AbortSignal): Promise<Inspection> {
    const now = this.#now();
    if (this.#known !== undefined && now - this.#known.at < age) return this.#known.inspection;
    const inspection = await inspect(this.#connection, this.#table, this.#settings, signal);
    this.#known = { at: now, inspection };
    return inspection;
  }

  async health(signal: AbortSignal): Promise<Omit<ComponentHealth, 'component'>> {
    const { database, table } = this.#table;
    const { engine, recognizesRepeats, missing } = await this.look(signal);
    const name = `${database}.${table}`;
    if (engine === undefined) return { ok: false, message: `${name} is not there for this account` };
    if (keepsNothing.has(engine)) {
      return { ok: false, message: `${name} is of engine ${engine}, which keeps no record through a restart` };
    }
    if (missing.length > 0) return { ok: false, message: `${name} has no column ${missing.join(', ')}` };
    return { ok: true, message: `${name}: ${repeats(recognizesRepeats)}` };
  }
}

function repeats(recognized: boolean | undefined): string {
  if (recognized === true) return 'a batch that is delivered again is stored once';
  if (recognized === undefined) return 'at least once: it cannot be told whether its table has a deduplication window';
  return 'at least once: the table has no deduplication window, so a batch that is delivered again is stored again';
}
