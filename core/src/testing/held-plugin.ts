import type { ExtensionPoint } from '../extension/point.ts';
import type { HookName } from '../hooks/hooks.ts';
import type { Plugin } from '../plugin/plugin.ts';

/**
 * A plugin that no engine holds but a test: its taps are called with what was recorded. For plugins that depend on no other;
 * there is no hook but those that the test fires.
 */
export class HeldPlugin implements AsyncDisposable {
  readonly #taps = new Map<string, ((...input: never[]) => unknown)[]>();
  readonly #contributions = new Map<string, unknown[]>();
  readonly #singletons: unknown[] = [];

  constructor(plugin: Plugin, config: unknown) {
    const contribute = (id: string, value: unknown) => {
      this.#contributions.set(id, [...(this.#contributions.get(id) ?? []), value]);
    };
    const make = (value: unknown) => {
      this.#singletons.push(value);
      return value;
    };
    plugin.register(
      {
        contribute: (point, value) => contribute(point.id, value),
        contributeFrom: (point, _, from) => contribute(point.id, make((from as () => unknown)())),
        singleton: (_, __, from) => void make((from as () => unknown)()),
        tap: (name, tap) => void this.#taps.set(name, [...(this.#taps.get(name) ?? []), tap]),
      },
      config,
    );
  }

  fire(hook: HookName, ...input: readonly unknown[]): void {
    for (const tap of this.#taps.get(hook) ?? []) tap(...(input as never[]));
  }

  /** What it brings to a point. */
  contributions<T>({ id }: ExtensionPoint<T>): readonly T[] {
    return (this.#contributions.get(id) ?? []) as readonly T[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const value of this.#singletons) await (value as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
  }
}
