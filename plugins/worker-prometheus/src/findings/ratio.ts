const longest = 1000;

/** By how much a level was multiplied or divided: 1 to 1000. */
export function ratioOf({ before, after }: { readonly before: number; readonly after: number }): number {
  const [low, high] = [Math.min(Math.abs(before), Math.abs(after)), Math.max(Math.abs(before), Math.abs(after))];
  return low === 0 ? longest : Math.min(longest, high / low);
}
