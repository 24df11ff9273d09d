/** What each may have of a total: all that it asks for, or an equal part of what those that ask for less leave. */
export function fairShares(wanted: readonly number[], total: number): readonly number[] {
  const shares = wanted.map(() => 0);
  let left = Math.max(0, Math.floor(total));
  const byNeed = wanted.map((bytes, index) => ({ bytes, index })).toSorted((a, b) => a.bytes - b.bytes);
  for (const [done, { bytes, index }] of byNeed.entries()) {
    const share = Math.min(bytes, Math.floor(left / (byNeed.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
