import type { ExtensionPoint, Spec } from '../extension/point.ts';
import type { HookName } from '../hooks/hooks.ts';
import type { Plugin, PluginApi } from './plugin.ts';

/** What a plugin brings: to a point, in a spec; or that it joins in at a hook. */
export type Contribution = { readonly point: string; readonly spec: Spec } | { readonly hook: HookName };

/** Lets the plugin register, and keeps nothing of it: nothing is made, nothing starts. The configuration is not checked. */
export function contributionsOf(plugin: Plugin, config: unknown): readonly Contribution[] {
  const contributions: Contribution[] = [];
  const add = ({ id, spec }: ExtensionPoint<unknown>) => void contributions.push({ point: id, spec });
  const api: PluginApi = {
    contribute: (point) => add(point),
    contributeFrom: (point) => add(point),
    singleton(key) {
      if ('spec' in key) add(key);
    },
    tap: (hook) => void contributions.push({ hook }),
  };
  plugin.register(api, config);
  return contributions;
}
