import type { ApplicationMetrics } from './applications.ts';
import type { Subject } from './subject.ts';

/** What an expression needs to know beside its subject. */
interface Terms {
  /** Of a rate, as PromQL writes it: `[2m]`. */
  readonly window: string;
  readonly applications: readonly ApplicationMetrics[];
}

/** A question that needs no PromQL of whoever asks it. */
export interface Question {
  readonly id: string;
  readonly title: string;
  /** Of the values: `cores`, `bytes`, `per second`, `share`, `seconds`. */
  readonly unit: string;
  /** Each value is a mean over the window: neighbours within it say the same. */
  readonly isRate: boolean;
  /** How the values of several pods become that of their workload. */
  readonly together: 'mean' | 'sum' | 'most';
  /**
   * PromQL over the metrics of cAdvisor, the kubelet, kube-state-metrics, node-exporter and instrumented applications. Several
   * where there are several ways to measure it: the answer is all that any of them gives.
   */
  expressions(subject: Subject, terms: Terms): readonly string[];
}
