import type { LogLine } from '../logs/log-line.ts';
import { Drain, type Group } from '../drain/drain.ts';
import { isError } from '../query/level.ts';

/** Lines that are alike. */
export interface Tallied {
  readonly template: string;
  /** In the time that is looked at. */
  readonly lines: number;
  /** In the time that it is compared with. */
  readonly before: number;
  /** Milliseconds since the epoch, of the time that is looked at. */
  readonly first: number;
  readonly last: number;
  readonly level: string;
  /** The most frequent first. */
  readonly services: readonly string[];
}

interface Entry {
  lines: number;
  before: number;
  first: number;
  last: number;
  level: string;
  readonly services: Map<string, number>;
}

/** Of one group. */
const mostServices = 20;

/** Groups lines while they come, and counts them. Its memory is that of its groups, however many lines there are. */
export class Tally {
  readonly #entries = new Map<Group, Entry>();
  readonly #drain: Drain;
  /** Lines of groups that were given up for room. */
  #dropped = 0;
  #read = 0;

  constructor(groups = 2000) {
    this.#drain = new Drain({ groups }, (group) => {
      this.#dropped += this.#entries.get(group)?.lines ?? 0;
      this.#entries.delete(group);
    });
  }

  get read(): number {
    return this.#read;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** A line of the time that is compared with. */
  addBefore({ message }: LogLine): void {
    this.#read += 1;
    this.#entryOf(this.#drain.add(message)).before += 1;
  }

  add({ at, level, service, message }: LogLine): void {
    this.#read += 1;
    const entry = this.#entryOf(this.#drain.add(message));
    entry.lines += 1;
    entry.first = Math.min(entry.first, at);
    entry.last = Math.max(entry.last, at);
    if (entry.level === '' || (isError(level) && !isError(entry.level))) entry.level = level;
    const known = entry.services.get(service);
    if (known !== undefined || entry.services.size < mostServices) entry.services.set(service, (known ?? 0) + 1);
  }

  /** Those that have lines in the time that is looked at, the most frequent first. */
  result(): readonly Tallied[] {
    return [...this.#entries]
      .filter(([, { lines }]) => lines > 0)
      .map(([{ template }, { services, ...entry }]) => ({
        template,
        ...entry,
        services: [...services].toSorted(([, a], [, b]) => b - a).map(([name]) => name),
      }))
      .toSorted((a, b) => b.lines - a.lines || a.first - b.first);
  }

  #entryOf(group: Group): Entry {
    const known = this.#entries.get(group);
    if (known !== undefined) return known;
    const made = { lines: 0, before: 0, first: Infinity, last: -Infinity, level: '', services: new Map() };
    this.#entries.set(group, made);
    return made;
  }
}
