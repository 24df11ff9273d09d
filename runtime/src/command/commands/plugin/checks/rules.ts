import { messageOf, type LoadedPlugin } from '@hexaops/core';
import { ruleChecks, ruleSetsOf, runChecks } from '@hexaops/core/testing';
import { type Remark, wrong } from './remark.ts';

/** The conformance suite of rules, where the plugin brings any. */
export async function checkRules({ plugin, config }: LoadedPlugin): Promise<readonly Remark[]> {
  try {
    if ((await ruleSetsOf(plugin, config)).length === 0) return [];
  } catch (error) {
    return [wrong('rules', messageOf(error), 'mend the rules: `hexaops rules check ./rules` shows each place')];
  }
  const runs: Promise<Remark[]>[] = [];
  runChecks(ruleChecks(plugin, config), (name, body) => {
    const failed = (error: unknown) => [wrong('rules', messageOf(error), `what must hold: ${name}`)];
    runs.push(body().then(() => [], failed));
  });
  return (await Promise.all(runs)).flat();
}
