import { type RuleSource, ruleSourcePoint } from '../extension/rules.ts';
import type { Plugin, PluginApi } from '../plugin/plugin.ts';
import type { RuleSet } from '../rules/index.ts';

/**
 * The rules that a plugin brings, without an engine: those of the sources that it contributes as they are. One that is made
 * from what other plugins bring is left out. The configuration is not checked.
 */
export async function ruleSetsOf(plugin: Plugin, config: unknown = {}): Promise<readonly RuleSet[]> {
  const sources: RuleSource[] = [];
  const api: PluginApi = {
    contribute(point, value) {
      if (point.id === ruleSourcePoint.id) sources.push(value as RuleSource);
    },
    contributeFrom: () => undefined,
    singleton: () => undefined,
    tap: () => undefined,
  };
  plugin.register(api, config);
  return (await Promise.all(sources.map((source) => source.load(AbortSignal.timeout(30_000))))).flat();
}
