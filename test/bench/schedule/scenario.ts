import { readFileSync } from 'node:fs';

/** What the recorded arrivals leave open: nodes, models, workspaces, classes. */
export interface Scenario {
  readonly name: string;
  readonly load: { readonly values: readonly number[] };
  readonly clusters: readonly { readonly name: string; readonly nodes: number }[];
  readonly node: NodeScenario;
  readonly models: { readonly count: number };
  readonly workspaces: { readonly count: number };
  readonly classes: Readonly<Record<'interactive' | 'routing' | 'background', number>>;
  readonly seeds: number;
  readonly slo: { readonly interactiveTtftSeconds: number };
  readonly replicas: readonly number[];
}

export interface NodeScenario {
  readonly prefillTokensPerSecond: number;
  /** Of all calls together that write at the same time, by their number. */
  readonly decodeTokensPerSecondByBatch: readonly number[];
  readonly parallelSlotsPerModel: number;
  readonly vramModels: number;
  readonly numCtx: number;
  readonly modelStartSeconds: number;
  readonly modelLoadSeconds: number;
  readonly unloadSeconds: number;
  readonly maxQueue: number;
}

/** Beside the repository; they are not this project's to publish. */
export const traces = new URL('../../../../shared/data/traces/', import.meta.url);

export function readScenario(): Scenario {
  return JSON.parse(readFileSync(new URL('scenario.json', traces), 'utf8')) as Scenario;
}
