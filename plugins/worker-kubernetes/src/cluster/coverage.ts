import type { Kind } from './kinds.ts';

/** Which kinds were read completely, everywhere or namespace by namespace. */
export class Coverage {
  readonly #everywhere = new Set<Kind>();
  readonly #namespaces = new Map<Kind, Set<string>>();

  add(kind: Kind, namespace?: string): void {
    if (namespace === undefined) {
      this.#everywhere.add(kind);
      return;
    }
    const namespaces = this.#namespaces.get(kind) ?? new Set();
    this.#namespaces.set(kind, namespaces.add(namespace));
  }

  /** Whether all of the kind was read in each of `namespaces`. */
  covers(kind: Kind, namespaces: readonly string[]): boolean {
    if (this.#everywhere.has(kind)) return true;
    const read = this.#namespaces.get(kind);
    return read !== undefined && namespaces.length > 0 && namespaces.every((namespace) => read.has(namespace));
  }
}
