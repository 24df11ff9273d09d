import { format } from '../support/statistics.ts';
import type { Mean, Means, Setting } from './race.ts';

export interface Column {
  readonly setting: Setting;
  readonly means: ReadonlyMap<string, Means>;
}

const heads = [
  'p50',
  'p99',
  'mean',
  '< 2 s',
  'swaps',
  'prefix hits',
  'Jain',
  'least share',
  'longest wait',
  'refused',
  'of interactive',
];

/** One table for each trace and load; the small cluster's figures, then the large one's. */
export function tables(columns: readonly Column[]): string {
  const groups = Map.groupBy(columns, ({ setting }) => titleOf(setting));
  return [...groups].map(([title, group]) => `**${title}**\n\n${table(group)}`).join('\n\n');
}

function titleOf({ trace, load, oneOffersHalf }: Setting): string {
  const whose = oneOffersHalf ? ', one workspace offers half of it' : '';
  return `${trace}, load ${Math.round(load * 100)} %${whose}`;
}

function table(group: readonly Column[]): string {
  const names = [...(group[0]?.means.keys() ?? [])];
  const sizes = group.map(({ setting }) => `${setting.nodes}`).join(' · ');
  const rows = names.map((name) => {
    const cells = group.map(({ means }) => cellsOf(means.get(name)));
    return `| ${name} | ${heads.map((_, index) => cells.map((each) => each[index]).join(' · ')).join(' | ')} |`;
  });
  return [`| ${sizes} nodes | ${heads.join(' | ')} |`, `| --- |${heads.map(() => ' ---: |').join('')}`, ...rows].join(
    '\n',
  );
}

function cellsOf(means: Means | undefined): readonly string[] {
  if (means === undefined) return heads.map(() => '');
  const { p50, p99, mean, goodput, swaps, prefixHits, jain, leastShare, longest, refused, refusedInteractive } = means;
  return [
    format(p50.mean),
    spread(p99),
    spread(mean),
    percent(goodput),
    format(swaps.mean),
    percent(prefixHits),
    jain.mean.toFixed(2),
    percent(leastShare),
    format(longest.mean),
    percent(refused),
    percent(refusedInteractive),
  ];
}

export function spread({ mean, interval }: Mean): string {
  return `${format(mean)} ± ${format(interval)}`;
}

function percent({ mean }: Mean): string {
  return `${Math.round(Math.max(0, mean) * 100)} %`;
}
