/** What a benchmark found. */
export interface BenchResult {
  /** Markdown: a table of every engine, with the spread, and what was measured. */
  readonly report: string;
  /** By the names that goals are set for. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Each benchmark is `NAME/bench.ts`, with this function as its default export. Throws where a result is not right. */
export type Bench = () => Promise<BenchResult>;
