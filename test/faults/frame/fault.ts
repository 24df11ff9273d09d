import type { Figure } from './figure.ts';
import type { Random } from './random.ts';

/** One thing that fails, brought about on purpose. */
export interface Fault {
  readonly name: string;
  /** What fails, for the table. */
  readonly title: string;
  /**
   * Brings it about once and measures. Everything random is drawn from `random` alone. What cannot be carried out at all is
   * thrown; what is not as it must be is a figure that does not hold.
   */
  run(random: Random, extent: Extent): Promise<readonly Figure[]>;
}

/** `small`: fewer clients and shorter loads, for a machine of two cores in a few minutes; the criteria are the same. */
export type Extent = 'small' | 'full';
