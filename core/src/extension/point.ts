import type { ServiceIdentifier } from 'inversify';

/** The version of a contract. It counts from v1, apart from any package's version. */
export type Spec = `v${number}`;

/** A named, versioned slot that plugins fill. */
export interface ExtensionPoint<T> {
  readonly id: string;
  readonly spec: Spec;
  /** A global symbol, so that two copies of this package in one process share their points. */
  readonly key: ServiceIdentifier<T>;
  /** Specs before this one that are still taken: each with what makes of its values one of this spec. */
  readonly older?: OlderSpecs<T>;
}

export type OlderSpecs<T> = Readonly<Record<Spec, (value: unknown) => T>>;

export function extensionPoint<T>(id: string, spec: Spec, older?: OlderSpecs<T>): ExtensionPoint<T> {
  const key = Symbol.for(`hexaops/${id}@${spec}`);
  return Object.freeze(older === undefined ? { id, spec, key } : { id, spec, key, older });
}
