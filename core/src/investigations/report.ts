import { storable } from '../run/plain.ts';

/** One alert as it was reported. Everything that is text in it was written by others. */
export interface AlertReport {
  /** Hexadecimal. The same for each report of the same alert. */
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly endsAt?: number;
}

const limits = Object.freeze({ labels: 64, annotations: 32, name: 128, label: 512, annotation: 2_000 });

/** The report as it is kept: not more, not longer, and nothing that a store refuses. */
export function boundReport(report: AlertReport): AlertReport {
  return {
    ...report,
    labels: boundTexts(report.labels, limits.labels, limits.label),
    annotations: boundTexts(report.annotations, limits.annotations, limits.annotation),
  };
}

function boundTexts(texts: Readonly<Record<string, string>>, most: number, longest: number): Record<string, string> {
  const kept = Object.entries(texts).slice(0, most);
  return Object.fromEntries(kept.map(([name, text]) => [cut(name, limits.name), cut(text, longest)]));
}

function cut(text: string, longest: number): string {
  return storable(text.length <= longest ? text : text.slice(0, longest));
}
