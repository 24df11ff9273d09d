const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A span of time as people say it, in its two largest units: `40 s`, `3 min 20 s`, `2 h`. Less than a second is `1 s`. */
export function spanInWords(milliseconds: number): string {
  let left = Math.max(1_000, Math.round(milliseconds / 1_000) * 1_000);
  const start = units.findIndex(([, size]) => left >= size);
  return units
    .slice(start, start + 2)
    .flatMap(([unit, size]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count === 0 ? [] : [`${count} ${unit}`];
    })
    .join(' ');
}

/** `2026-11-23 12:00:40`, in UTC. */
export function instantInWords(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
