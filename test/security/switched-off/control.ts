import type { NamedTest } from '../table/row.ts';

/** One control, switched off by a change of its source; at least one of the tests must fail by it. */
export interface SwitchedOff {
  readonly name: string;
  /** What is switched off. */
  readonly control: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Of one file. */
  readonly tests: readonly NamedTest[];
}
