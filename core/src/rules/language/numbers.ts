const words: readonly string[] = (
  'zero one two three four five six seven eight nine ten eleven twelve ' +
  'thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
).split(' ');

/** RE2 of a whole number, in digits or in words. */
export const integerPattern = `-?[0-9]{1,15}|${words.toSorted((a, b) => b.length - a.length).join('|')}`;

export function parseInteger(text: string): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word;
  return /^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
