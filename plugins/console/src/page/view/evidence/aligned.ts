type Points = readonly (readonly [number, number | null])[];

/** Times in seconds, and each line's value at each of them: null where it has none. What a chart of several lines takes. */
export function aligned(lines: readonly Points[]): readonly (readonly (number | null)[])[] {
  const times = [...new Set(lines.flatMap((points) => points.map(([time]) => time)))].sort(
    (left, right) => left - right,
  );
  const values = lines.map((points) => {
    const at = new Map(points);
    return times.map((time) => at.get(time) ?? null);
  });
  return [times.map((time) => time / 1_000), ...values];
}
