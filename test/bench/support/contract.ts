/** What stands on a page between `<!-- NAME -->` and `<!-- /NAME -->`. */
interface PagePart {
  /** Under `docs/`. */
  readonly page: string;
  readonly name: string;
  readonly content: string;
}

/** What a benchmark found. */
export interface BenchResult {
  /** Markdown: a table of every engine, with the spread, and what was measured. */
  readonly report: string;
  /** By the names that goals are set for. */
  readonly figures: Readonly<Record<string, number>>;
  /** What it writes on pages of their own, beside its section on that of the benchmarks. */
  readonly parts?: readonly PagePart[];
}

/** Each benchmark is `NAME/bench.ts`, with this function as its default export. Throws where a result is not right. */
export type Bench = () => Promise<BenchResult>;
