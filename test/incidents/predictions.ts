import type { ObjectReference } from '@hexaops/core';
import causes from './causes.json' with { type: 'json' };

/** As the benchmark writes it: `app/cart`, `node/worker-1`, `namespace/shop`. */
export interface Prediction {
  readonly object: string;
  readonly rootCause: string;
}

export type Predictions = Readonly<Record<string, readonly Prediction[]>>;

interface Found {
  readonly cause: string;
  readonly object: ObjectReference;
}

const known = new Map(Object.entries(causes));

/** The first three that differ, of findings in the order of their likelihood. Causes that the benchmark does not have are left out. */
export function predictionsOf(findings: readonly Found[]): readonly Prediction[] {
  const distinct = new Map<string, Prediction>();
  for (const { cause, object } of findings) {
    const meant = known.get(cause);
    if (meant === undefined) continue;
    const prediction = { object: `${meant.object}/${object.name}`, rootCause: meant.rootCause };
    distinct.set(`${prediction.object} ${prediction.rootCause}`, prediction);
  }
  return [...distinct.values()].slice(0, 3);
}
