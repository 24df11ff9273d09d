import { type Figure, holds, worst } from './figure.ts';

/** What the runs of one fault came to. */
export interface Result {
  readonly title: string;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly seed: number;
  readonly seconds: number;
  readonly figures: readonly Figure[];
  /** Why it could not be carried out to its end. */
  readonly error?: unknown;
}

export function runHolds({ figures, error }: Run): boolean {
  return error === undefined && figures.length > 0 && figures.every(holds);
}

/** Carried out, every count as it must be, and only measurements are not. */
export function mayBeDisturbed({ figures, error }: Run): boolean {
  const failed = figures.filter((figure) => !holds(figure));
  return error === undefined && failed.length > 0 && failed.every(({ unit }) => unit !== '');
}

/** A table in Markdown: of every criterion the worst value of all runs, and in how many it held. */
export function table(results: readonly Result[]): string {
  const rows = results.flatMap(({ title, runs }, index) => {
    const number = String(index + 1);
    const own = criteria(runs).map((figures) => row(number, title, figures, runs.length));
    const failed = runs.filter(({ error }) => error !== undefined).length;
    const broken = `| ${number} | ${title} | carried out | every run | ${failed} not | ${runs.length - failed} of ${runs.length} |`;
    return failed === 0 ? own : [...own, broken];
  });
  return ['| | fault | criterion | must be | worst | held |', '|-|-|-|-|-|-|', ...rows].join('\n');
}

function criteria(runs: readonly Run[]): readonly (readonly Figure[])[] {
  const all = runs.flatMap(({ figures }) => figures);
  return [...Map.groupBy(all, ({ criterion }) => criterion).values()];
}

function row(number: string, title: string, figures: readonly Figure[], runs: number): string {
  const { criterion, value, unit, bound, limit } = worst(figures);
  const held = figures.filter(holds).length;
  const must = `${bound === 'exactly' ? '' : `${bound} `}${withUnit(limit, unit)}`;
  return `| ${number} | ${title} | ${criterion} | ${must} | ${withUnit(value, unit)} | ${held} of ${runs} |`;
}

function withUnit(value: number, unit: string): string {
  const text = Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toFixed(2)));
  return unit === '' ? text : `${text} ${unit}`;
}
