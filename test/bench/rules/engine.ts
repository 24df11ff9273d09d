import type { Fact, WorkloadRule } from './workload.ts';

/** Ids of the rules that fire; in any order. */
export type Evaluate = (fact: Fact) => readonly string[] | Promise<readonly string[]>;

export interface Engine {
  /** With its version. */
  readonly name: string;
  load(rules: readonly WorkloadRule[]): Promise<Evaluate>;
}
