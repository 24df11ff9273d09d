// The public API of @hexaops/worker-prometheus: npm run api writes it.

// @hexaops/worker-prometheus
export {
  Configuration,
  _default as default,
};

// @hexaops/worker-prometheus/promql
export {
  CostLimits,
  Question,
  Subject,
  WorkspaceMatcher,
  questions,
  requireAffordable,
  scopeExpression,
  scopeSelector,
  usualApplications,
};

interface ApplicationMetrics {
    readonly requests: string;
    readonly duration: string;
    readonly unit?: 'seconds' | 'milliseconds';
    readonly service?: string;
    readonly namespace?: string;
    readonly status?: readonly string[];
    readonly failed?: string;
    readonly only?: Readonly<Record<string, string>>;
}

interface Configuration {
    readonly url: string;
    readonly workspaceLabel?: string;
    readonly workspaceValues?: Readonly<Record<string, string>>;
    readonly bearerToken?: string;
    readonly timeoutMilliseconds?: number;
    readonly lookbackHours?: number;
    readonly points?: number;
    readonly series?: number;
    readonly readBytes?: number;
    readonly scrapeSeconds?: number;
    readonly expressions?: Readonly<Record<string, string>>;
    readonly applications?: readonly ApplicationMetrics[];
}

interface CostLimits {
    readonly lookback: number;
    readonly points: number;
    readonly selectors: number;
}

interface Question {
    readonly id: string;
    readonly title: string;
    readonly unit: string;
    readonly isRate: boolean;
    readonly together: 'mean' | 'sum' | 'most';
    expressions(subject: Subject, terms: Terms): readonly string[];
}

interface Subject {
    readonly namespace?: string | undefined;
    readonly workload?: string | undefined;
}

interface Terms {
    readonly window: string;
    readonly applications: readonly ApplicationMetrics[];
}

interface WorkspaceMatcher {
    readonly label: string;
    readonly value: string;
}

declare const _default: import("@hexaops/core").Plugin;

declare const questions: readonly Question[];

declare function requireAffordable(expression: string, limits: CostLimits): void;

declare function scopeExpression(expression: string, matcher: WorkspaceMatcher): string;

declare function scopeSelector(selector: string, matcher: WorkspaceMatcher): string;

declare const usualApplications: readonly ApplicationMetrics[];
