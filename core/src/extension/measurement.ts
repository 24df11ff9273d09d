import { type ExtensionPoint, extensionPoint } from './point.ts';

/** One number of a measurement. The values of its labels are of a closed set: none is a workspace's, nor anybody's data. */
export interface Measured {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What can be counted at any moment: asked for when somebody wants to know, and at no other time. */
export interface Measurement {
  /** In the form of Prometheus, with its unit: `hexaops_outbox_oldest_seconds`; a counter without the `_total`. */
  readonly name: string;
  /** One line for operators. */
  readonly help: string;
  /** A counter never falls while the process lives. */
  readonly kind: 'counter' | 'gauge';
  /** Raises where it cannot be told now: then it is left out. */
  read(): readonly Measured[] | Promise<readonly Measured[]>;
}

export const measurementPoint: ExtensionPoint<Measurement> = extensionPoint<Measurement>('measurement', 'v1');
