import type { MetricSeries } from '../../cluster/metrics.ts';
import type { Alert } from '../../cluster/supplements.ts';

/** What a series measures, by the usual words in metric names. */
type Signal = 'latency' | 'median-latency' | 'cpu' | 'throttling' | 'retransmissions';

/** The levels of one measure of one subject: before, and while it is at its worst for a while. */
export interface Level {
  readonly usual: number;
  readonly raised: number;
}

/** By subject (service, pod or node). */
export type Levels = ReadonlyMap<string, Level>;

const signals: readonly (readonly [RegExp, Signal])[] = [
  [/retrans|tcp.*ret/i, 'retransmissions'],
  [/throttl|cfs/i, 'throttling'],
  [/(?:p50|median|0\.5).*(?:latency|duration)|(?:latency|duration).*(?:p50|median)/i, 'median-latency'],
  [/latency|duration|response_?time/i, 'latency'],
  [/cpu/i, 'cpu'],
];
const serviceLabels = [
  'service',
  'app',
  'workload',
  'deployment',
  'destination_workload',
  'destination_service_name',
  'pod',
  'container',
];
const nodeLabels = ['node', 'instance', 'nodename', 'host'];

export interface Measurements {
  readonly services: ReadonlyMap<Signal, Levels>;
  readonly nodes: ReadonlyMap<Signal, Levels>;
}

/** A subject that is named without a label of its kind, as in the heading of a table, is a node where a node has that name. */
export function measure(series: readonly MetricSeries[], nodeNames: ReadonlySet<string>): Measurements {
  const services = new Map<Signal, Map<string, Level>>();
  const nodes = new Map<Signal, Map<string, Level>>();
  for (const { name, labels, values } of series) {
    const quantile = labels['quantile'] === undefined ? '' : `p${Number(labels['quantile']) * 100}`;
    const signal = signals.find(([pattern]) => pattern.test(`${name}_${quantile}`))?.[1];
    const level = signal === undefined ? undefined : levelOf(values);
    if (signal === undefined || level === undefined) continue;
    const service = first(labels, serviceLabels);
    const node = service ?? first(labels, nodeLabels);
    if (service !== undefined && !nodeNames.has(service)) put(services, signal, service, level);
    else if (node !== undefined) put(nodes, signal, node, level);
  }
  return { services, nodes };
}

/**
 * Alerts tell `name: usual -> now` in their words, with a unit after each number; a percentage is one of a core, or of a time.
 * What metrics say counts before it.
 */
export function measureAlerts(alerts: readonly Alert[]): Measurements {
  const services = new Map<Signal, Map<string, Level>>();
  const nodes = new Map<Signal, Map<string, Level>>();
  for (const { type, name, evidence } of alerts) {
    for (const text of evidence) {
      const [kind = ''] = text.split('|');
      for (const part of text.split('|')) {
        const found = /(\d+(?:\.\d+)?)[^\d>]*->[^\d]*(\d+(?:\.\d+)?) ?(%?)/.exec(part);
        const signal =
          signals.find(([pattern]) => pattern.test(part))?.[1] ?? signals.find(([pattern]) => pattern.test(kind))?.[1];
        if (found === null || signal === undefined) continue;
        const unit = found[3] === '%' ? 100 : 1;
        put(type.toLowerCase() === 'node' ? nodes : services, signal, name, {
          usual: Number(found[1]) / unit,
          raised: Number(found[2]) / unit,
        });
      }
    }
  }
  return { services, nodes };
}

/** An episode has to last for a fifth of the time, and not for more than four fifths, to count. */
function levelOf(values: Float64Array): Level | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const usual = sorted[Math.floor(sorted.length * 0.2)];
  const raised = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.8))];
  return usual === undefined || raised === undefined ? undefined : { usual, raised };
}

/** Of several series of one subject (replicas, quantiles) the one that rises the most. */
function put(all: Map<Signal, Map<string, Level>>, signal: Signal, subject: string, level: Level): void {
  const levels = all.get(signal) ?? new Map<string, Level>();
  const known = levels.get(subject);
  if (known === undefined || level.raised - level.usual > known.raised - known.usual) levels.set(subject, level);
  all.set(signal, levels);
}

function first(labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  return names.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
}
