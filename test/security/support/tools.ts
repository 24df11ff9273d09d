import type { ControlPlane, Key, Plugin, PluginApi, RuleSource, Tool } from '@hexaops/core';

/** What a plugin brings, without an engine around it. */
export interface Contributions {
  readonly tools: readonly Tool[];
  readonly ruleSources: readonly RuleSource[];
}

/** Registers a plugin and gives its tools and rules, as the engine would get them. */
export function contributionsOf(plugin: Plugin, config: unknown, controlPlane: ControlPlane): Contributions {
  const tools: Tool[] = [];
  const ruleSources: RuleSource[] = [];
  const made = new Map<unknown, unknown>();
  const makers = new Map<unknown, () => unknown>();
  const resolve = (key: Key<unknown>): unknown => {
    if ('id' in key && key.id === 'control-plane') return controlPlane;
    if (!made.has(key.key)) made.set(key.key, makers.get(key.key)?.());
    return made.get(key.key);
  };
  const pending: (() => void)[] = [];
  const contribute = ({ id }: { readonly id: string }, value: unknown) => {
    if (id === 'tool') tools.push(value as Tool);
    if (id === 'rules') ruleSources.push(value as RuleSource);
  };
  const api = {
    contribute,
    contributeFrom: (
      point: { readonly id: string },
      keys: readonly Key<unknown>[],
      make: (...values: unknown[]) => unknown,
    ) => void pending.push(() => contribute(point, make(...keys.map(resolve)))),
    singleton: (key: Key<unknown>, keys: readonly Key<unknown>[], make: (...values: unknown[]) => unknown) =>
      void makers.set(key.key, () => make(...keys.map(resolve))),
    tap: () => undefined,
  };
  plugin.register(api as unknown as PluginApi, config);
  for (const each of pending) each();
  return { tools, ruleSources };
}

/** The names of the arguments that are texts, or lists of texts. */
export function textArguments({ input }: Tool): readonly string[] {
  const properties = (input['properties'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.entries(properties).flatMap(([name, schema]) =>
    JSON.stringify(schema).includes('"string"') || 'enum' in schema ? [name] : [],
  );
}
