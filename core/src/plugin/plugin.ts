import type { ServiceIdentifier } from 'inversify';
import type { ExtensionPoint } from '../extension/point.ts';
import type { Infer, Schema } from '../extension/schema.ts';
import type { Tap } from '../hooks/facade.ts';

/** How a key of a singleton looks: an extension point, or a key of the plugin's own made by `serviceKey`. */
export type Key<T> = ExtensionPoint<T> | { readonly key: ServiceIdentifier<T> } | OptionalKey<T>;

/** A key of what may not be there. */
interface OptionalKey<T> {
  readonly key: ServiceIdentifier<Exclude<T, undefined>>;
  readonly isOptional: true;
}

/** A key for a singleton that only the plugin's own package knows. */
export function serviceKey<T>(name: string): { readonly key: ServiceIdentifier<T> } {
  return Object.freeze({ key: Symbol(name) });
}

/** As a dependency: what fills the extension point, whichever plugin brings it, or undefined where none does. */
export function optional<T>({ key }: ExtensionPoint<T>): Key<T | undefined> {
  return Object.freeze({ key, isOptional: true });
}

/** What a plugin may do while it registers. It is synchronous and does no I/O; afterwards everything is frozen. */
export interface PluginApi {
  /** Adds a value to an extension point. */
  contribute<T>(point: ExtensionPoint<T>, value: T): void;
  /** Adds a value that is made once, at start, from others. It must not depend on a request: there is none yet. */
  contributeFrom<T, A extends readonly unknown[]>(
    point: ExtensionPoint<T>,
    dependencies: { readonly [K in keyof A]: Key<A[K]> },
    make: (...dependencies: A) => T,
  ): void;
  /** One shared object, disposed of at the end where it can be. */
  singleton<T, A extends readonly unknown[]>(
    key: Key<T>,
    dependencies: { readonly [K in keyof A]: Key<A[K]> },
    make: (...dependencies: A) => T,
  ): void;
  /** Joins in at a hook. */
  readonly tap: Tap;
}

/** A plugin as the engine keeps it: its configuration is `unknown` until its schema has passed it. */
export interface Plugin {
  readonly config: Schema;
  register(api: PluginApi, config: unknown): void;
  /** Runs after everything is registered, in the order of the plugins, with a deadline; what it returns is disposed of at the end. */
  start?(signal: AbortSignal): Promise<AsyncDisposable | undefined>;
}

export interface PluginDefinition<S extends Schema> {
  readonly config?: S;
  register(api: PluginApi, config: Infer<S>): void;
  start?(signal: AbortSignal): Promise<AsyncDisposable | undefined>;
}

const noConfig = Object.freeze({ type: 'object', additionalProperties: false });

/** What a plugin's module exports by default. */
export function definePlugin<const S extends Schema>(definition: PluginDefinition<S>): Plugin {
  return Object.freeze({
    ...definition,
    config: definition.config ?? noConfig,
    register: (api: PluginApi, config: unknown) => {
      definition.register(api, config as Infer<S>);
    },
  });
}
