import type { SwitchedOff } from './control.ts';

/** The source with the control switched off. Raises where what is looked for is not there exactly once: the list is stale. */
export function switchOff(source: string, { name, file, find, replace }: SwitchedOff): string {
  const occurrences = source.split(find).length - 1;
  if (occurrences === 1) return source.replace(find, () => replace);
  throw new Error(`${name}: ${JSON.stringify(find)} occurs ${occurrences} times in ${file}; it must occur once`);
}
