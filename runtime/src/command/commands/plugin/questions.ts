import type { LoadedPlugin } from '@hexaops/core';
import { ruleSetsOf } from '@hexaops/core/testing';

/** What people can ask a plugin, in the words of its rules. */
export async function questionsOf({ plugin, config }: LoadedPlugin): Promise<readonly string[]> {
  const sets = await ruleSetsOf(plugin, config);
  return sets
    .filter(({ stage }) => stage === 'route')
    .flatMap(({ rules }) => rules.flatMap(({ description }) => (description === undefined ? [] : [description])));
}
