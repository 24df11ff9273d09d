import type { MetricSeries } from '../../../cluster/index.ts';

/** Series and samples over which the rest is left out, and bytes over which the file is not parsed at all. */
export const metricLimits = { bytes: 64 * 1024 ** 2, series: 5000, samples: 2_000_000 } as const;

interface Growing {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly samples: [time: number, value: number][];
}

/** Samples by series, in whatever order they come, within the limits. */
class SeriesTable {
  readonly #series = new Map<string, Growing>();
  #samples = 0;

  add(key: string, describe: () => Pick<Growing, 'name' | 'labels'>, time: number, value: number): void {
    if (this.#samples >= metricLimits.samples || Number.isNaN(time)) return;
    let series = this.#series.get(key);
    if (series === undefined) {
      if (this.#series.size >= metricLimits.series) return;
      series = { ...describe(), samples: [] };
      this.#series.set(key, series);
    }
    series.samples.push([time, value]);
    this.#samples++;
  }

  finish(): MetricSeries[] {
    return [...this.#series.values()].map(({ name, labels, samples }) => {
      samples.sort(([a], [b]) => a - b);
      return {
        name,
        labels,
        times: Float64Array.from(samples, ([time]) => time),
        values: Float64Array.from(samples, ([, value]) => value),
      };
    });
  }
}

const sample = /^([A-Za-z_:][\w:]*)(\{.*\})? +(\S+)(?: +(\S+))?/;
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** OpenMetrics text: times are in seconds; samples without a time are left out. */
export function parseOpenMetrics(text: string): MetricSeries[] {
  const table = new SeriesTable();
  for (const line of linesOf(text)) {
    if (line.startsWith('# EOF')) break;
    const [, name, labels = '', value, time] = sample.exec(line) ?? [];
    if (name === undefined || value === undefined || time === undefined) continue;
    table.add(`${name}${labels}`, () => ({ name, labels: labelsOf(labels) }), Number(time) * 1000, valueOf(value));
  }
  return table.finish();
}

/** One column of times, one for each series: `SERVICE-METRIC` as `METRIC{service}`. Times without a zone are UTC. */
export function parseCsvMetrics(text: string): MetricSeries[] {
  const table = new SeriesTable();
  let columns: readonly string[] | undefined;
  for (const line of linesOf(text)) {
    const cells = line.replace(/^\uFEFF/, '').split(',');
    if (columns === undefined) {
      columns = cells;
      continue;
    }
    const time = timeOf(cells[0] ?? '');
    for (const [index, column] of columns.entries()) {
      const cell = cells[index] ?? '';
      if (index > 0 && cell !== '') table.add(column, () => describeColumn(column), time, valueOf(cell));
    }
  }
  return table.finish();
}

function describeColumn(column: string): Pick<Growing, 'name' | 'labels'> {
  const dash = column.lastIndexOf('-');
  if (dash <= 0) return { name: column, labels: {} };
  return { name: column.slice(dash + 1), labels: { service: column.slice(0, dash) } };
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(label)].map(([, name = '', value = '']) => [
    name,
    value.replace(/\\(.)/g, unescaped),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function unescaped(_match: string, character: string): string {
  return character === 'n' ? '\n' : character;
}

function valueOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

function timeOf(text: string): number {
  const local = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text.trim());
  return Date.parse(local === null ? text.trim() : `${local[1]}T${local[2]}Z`);
}

/** Line by line, so that no list of all lines is made. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end).trimEnd();
    if (line !== '') yield line;
    if (end === -1) return;
    start = end + 1;
  }
}
