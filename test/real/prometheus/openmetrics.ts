/** Samples of one series, for `promtool tsdb create-blocks-from openmetrics`. */
export interface WrittenSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `[milliseconds since the epoch, value]`. */
  readonly points: readonly (readonly [number, number])[];
}

/** OpenMetrics text, the series of a name together, as the format wants it. */
export function openMetrics(series: readonly WrittenSeries[]): string {
  const byName = Map.groupBy(series, ({ name }) => name);
  const lines = [...byName].flatMap(([name, members]) => [
    `# TYPE ${name} unknown`,
    ...members.flatMap(({ labels, points }) => {
      const text = Object.entries(labels)
        .map(([label, value]) => `${label}="${escaped(value)}"`)
        .join(',');
      return points.map(([time, value]) => `${name}{${text}} ${value} ${time / 1000}`);
    }),
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}

/**
 * OpenMetrics texts as one, each with a label of its own. Only samples and the names of metrics are kept; what is no sample of
 * `name{labels} value time` is left out.
 */
export function labelled(
  texts: readonly (readonly [text: string, labels: Readonly<Record<string, string>>])[],
): string {
  const samples = new Map<string, string[]>();
  for (const [text, labels] of texts) {
    const own = Object.entries(labels)
      .map(([label, value]) => `${label}="${escaped(value)}"`)
      .join(',');
    for (const line of text.split('\n')) {
      const [, name, rest, sample] = /^([A-Za-z_:][\w:]*)\{(.*)\} (\S+ \S+)$/.exec(line) ?? [];
      if (name === undefined || sample === undefined) continue;
      const known = samples.get(name) ?? [`# TYPE ${name} gauge`];
      known.push(`${name}{${own}${rest === '' ? '' : `,${rest}`}} ${sample}`);
      samples.set(name, known);
    }
  }
  return `${[...samples.values()].flat().join('\n')}\n# EOF\n`;
}

function escaped(value: string): string {
  return value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
