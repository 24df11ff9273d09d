import { boundedText, type Bounded } from '@hexaops/core';
import { stringify } from 'yaml';

/** Any JSON as YAML, which people read more easily, cut between lines. */
export function boundedYaml(value: unknown, byteCap: number, remedy: string): Bounded {
  return boundedText(stringify(value, { aliasDuplicateObjects: false }).trimEnd().split('\n'), byteCap, remedy);
}
