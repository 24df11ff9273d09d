import { format } from '../support/statistics.ts';
import { type Costs, demandOf, mostPerSecond, replicasOfPostgres, used } from './arithmetic.ts';
import type { Measured, Scaled } from './measure.ts';
import type { Scenario } from './scenario.ts';
import { type Component, forEachComponent } from './stage.ts';

const components = Object.keys(forEachComponent(() => 0)) as readonly Component[];
const mebibyte = 2 ** 20;
const kibibyte = 2 ** 10;

/** What was measured, as tables. */
export function measuredTables(results: readonly Scaled[], { alertsInEach, paced }: Scenario): string {
  const header = ['', ...results.map(({ replicas }) => (replicas === 1 ? '1 replica' : `${replicas} replicas`))];
  const row = (name: string, of: (scaled: Scaled) => string) => [name, ...results.map(of)];
  const times = ({ p50, p99 }: Measured) => `${format(p50)} / ${format(p99)}`;
  const rate = ({ perSecond }: Measured) => format(perSecond);
  const share = ({ shares: [least, most] }: Measured) => `${percent(least)} to ${percent(most)}`;
  const speed = table([
    header,
    row('questions a second', ({ questions }) => rate(questions)),
    row('their median / 99th percentile, ms', ({ questions }) => times(questions)),
    row(`the same at ${paced.perSecond} a second, ms`, (scaled) => times(scaled.paced)),
    row('questions a second, as streams', ({ streamed }) => rate(streamed)),
    row('their median / 99th percentile, ms', ({ streamed }) => times(streamed)),
    row('alerts a second', ({ reports }) => format(reports.perSecond * alertsInEach)),
    row('cores in use while questions are asked', ({ questions }) => format(questions.busyCores)),
    row('of the work of all replicas, one did', ({ questions }) => share(questions)),
    row('open streams, held at once', ({ openStreams }) => format(openStreams)),
    row('memory of one replica, MiB', ({ residentBytes }) => format(residentBytes / mebibyte)),
    row('heap of an open stream and its run, KiB', ({ streamBytes }) => format(streamBytes / kibibyte)),
  ]);
  const costs = table([
    ['processor of one question, ms', ...header.slice(1)],
    ...components.map((component) => row(component, ({ questions }) => format(questions.processor[component]))),
    row('all', ({ questions }) => format(allOf(questions))),
  ]);
  return `${speed}\n\n${costs}`;
}

/** What the machine's processors were used for, and what is the first to be used up where there are more of them. */
export function derivedTables(costs: Costs): string {
  const postgresCores = 4;
  const { replicas, Postgres, nginx, Redis } = costs;
  const loads = [50, 200, 1_000].map((perSecond) => demandOf(perSecond, costs));
  const rooms = Math.floor(replicasOfPostgres(postgresCores, costs));
  return `One question costs the replicas ${format(replicas)} ms of processor, Postgres ${format(Postgres)} ms, nginx ${format(nginx)} ms and Redis ${format(Redis)} ms (of
the numbers of replicas above, the dearest for each). From that:

- one replica with a core of its own answers at most 1,000 / ${format(replicas)} = ${format(mostPerSecond(1, replicas))} questions a second;
- a Postgres of ${postgresCores} cores keeps at most ${postgresCores} × 1,000 / ${format(Postgres)} = ${format(mostPerSecond(postgresCores, Postgres))} of them a second: ${postgresCores} × ${format(replicas)} / ${format(Postgres)} = ${rooms} replicas use it whole;
- Redis, which works on one core, counts for at most 1,000 / ${format(Redis)} = ${format(mostPerSecond(1, Redis))} a second.

With every core used to ${percent(used)}, so that nobody waits long for another:

${table([
  ['questions a second', 'replicas of one core', 'cores of Postgres', 'cores of nginx', 'cores of Redis'],
  ...loads.map((load) => [
    format(load.perSecond),
    format(load.replicas),
    format(load.postgresCores),
    format(load.nginxCores),
    format(load.redisCores),
  ]),
])}`;
}

/** The dearest of all numbers of replicas. */
export function costsOf(results: readonly Scaled[]): Costs {
  const most = (component: Component) => Math.max(...results.map(({ questions }) => questions.processor[component]));
  return { replicas: most('replicas'), Postgres: most('Postgres'), nginx: most('nginx'), Redis: most('Redis') };
}

/** Of what all questions cost this machine, the part of each, the greatest first. */
export function partsOf({ questions }: Scaled): string {
  const all = allOf(questions);
  return components
    .toSorted((left, right) => questions.processor[right] - questions.processor[left])
    .map((component) => `${component} ${percent(questions.processor[component] / all)}`)
    .join(', ');
}

function allOf({ processor }: Measured): number {
  return components.reduce((sum, component) => sum + processor[component], 0);
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
