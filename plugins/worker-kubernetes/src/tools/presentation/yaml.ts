import { stringify } from 'yaml';
import { boundedText, type Bounded } from './table.ts';

/** Any JSON as YAML, which people read more easily, cut between lines. */
export function boundedYaml(value: unknown, byteCap: number, remedy: string): Bounded {
  return boundedText(stringify(value, { aliasDuplicateObjects: false }).trimEnd().split('\n'), byteCap, remedy);
}
