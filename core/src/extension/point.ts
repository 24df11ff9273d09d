import type { ServiceIdentifier } from 'inversify';

/** A named, versioned slot that plugins fill. The contract's version is apart from any package's. */
export interface ExtensionPoint<T> {
  readonly id: string;
  readonly spec: `v${number}`;
  /** A global symbol, so that two copies of this package in one process share their points. */
  readonly key: ServiceIdentifier<T>;
}

export function extensionPoint<T>(id: string, spec: `v${number}`): ExtensionPoint<T> {
  return Object.freeze({ id, spec, key: Symbol.for(`hexaops/${id}@${spec}`) });
}
