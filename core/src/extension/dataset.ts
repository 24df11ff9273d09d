import { type ExtensionPoint, extensionPoint } from './point.ts';

/** A run that a person has rated, redacted: for whoever improves rules, prompts and models by examples. */
export interface DatasetItem {
  readonly id: string;
  readonly input: unknown;
  readonly output: unknown;
  /** With the rating: `score`, `comment`. */
  readonly metadata: unknown;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** Where rated runs are kept. */
export interface Dataset {
  readonly id: string;
  /** As a stream: never all in memory. Raises `source-unavailable`. */
  items(signal: AbortSignal): AsyncIterable<DatasetItem>;
}

export const datasetPoint: ExtensionPoint<Dataset> = extensionPoint<Dataset>('dataset', 'v1');
