import type { Measurement } from './measurement.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** A request that was answered, as it is counted: by what the service knows of its paths, never by what a client wrote. */
export interface AnsweredRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'other';
  /** The pattern of the path; `(unknown)` where none has matched. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** The numbers of one service, in a format that a monitoring system reads. They say nothing of tenants. */
export interface MetricsPage {
  readonly contentType: string;
  /** Counts a request. Never raises, nor takes time that is worth naming. */
  countRequest(request: AnsweredRequest): void;
  /** The page of this moment, with these measurements beside what it has counted itself. */
  render(measurements: readonly Measurement[]): Promise<string>;
}

export const metricsPagePoint: ExtensionPoint<MetricsPage> = extensionPoint<MetricsPage>('metrics-page', 'v1');
