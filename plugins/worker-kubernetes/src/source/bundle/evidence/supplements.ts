import type { MetricSeries, Supplements } from '../../../cluster/index.ts';
import { parseJson } from '../../parse-list.ts';
import {
  readAlerts,
  readCollection,
  readConnectivity,
  readDependencies,
  readErrorLogs,
  readManifests,
  readNodeAllocations,
  readNodeServices,
} from './documents.ts';
import { metricLimits, parseCsvMetrics, parseOpenMetrics } from './metrics.ts';

const readers = {
  'alerts.json': ['alerts', readAlerts],
  'connectivity.json': ['connectivity', readConnectivity],
  'dependencies.json': ['dependencies', readDependencies],
  'node-services.json': ['nodeServices', readNodeServices],
  'error-logs.json': ['errorLogs', readErrorLogs],
  'node-allocations.json': ['nodeAllocations', readNodeAllocations],
  'manifests.json': ['manifests', readManifests],
  'collection.json': ['collection', readCollection],
} as const satisfies Record<string, readonly [keyof Supplements, (document: unknown) => unknown]>;

/** In the order of preference: both hold the same series, the first with units of time. */
const metricFiles = [
  ['metrics.om', parseOpenMetrics],
  ['metrics.csv', parseCsvMetrics],
] as const;

/** Collects the documents of `evidence/` as they come. */
export class SupplementReader {
  readonly #parts: Record<string, unknown> = {};
  readonly #metrics = new Map<string, Buffer>();

  /** Gives the reason when the document is not what its name says: the rest of the bundle does not suffer from it. */
  add(name: string, content: Buffer): string | undefined {
    if (metricFiles.some(([file]) => file === name)) {
      if (content.length > metricLimits.bytes) return `it has more than ${metricLimits.bytes} bytes`;
      this.#metrics.set(name, content);
      return undefined;
    }
    if (!Object.hasOwn(readers, name)) return undefined;
    const [part, read] = readers[name as keyof typeof readers];
    try {
      const value = read(parseJson(content.toString('utf8')));
      if (value === undefined) return 'it has another shape than expected';
      this.#parts[part] = value;
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  finish(): Supplements {
    let series: readonly MetricSeries[] | undefined;
    const metrics = (): readonly MetricSeries[] => {
      if (series === undefined) {
        const [file, parse] = metricFiles.find(([name]) => this.#metrics.has(name)) ?? [];
        series =
          file === undefined || parse === undefined ? [] : parse(this.#metrics.get(file)?.toString('utf8') ?? '');
        this.#metrics.clear();
      }
      return series;
    };
    return Object.freeze({ ...(this.#parts as Omit<Supplements, 'metrics'>), metrics });
  }
}
