export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    lowest: at(0),
    highest: at(sorted.length - 1),
  };
}

/** Three significant digits; large numbers with separators. */
export function format(value: number): string {
  return value >= 1000 ? Number(value.toPrecision(3)).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

export function formatSummary({ median, lowest, highest }: Summary): string {
  return `${format(median)} (${format(lowest)}–${format(highest)})`;
}
