/** JSON as values and manifests have it; at most 64 deep. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | undefined;
  /** The defaults of its values. */
  readonly values: JsonObject;
  /** Sources by path in the chart, `templates/deployment.yaml`: they tell which value goes where. */
  readonly templates: ReadonlyMap<string, string>;
}

/** One revision of a release as Helm has recorded it. All of it was written by others, and holds secrets. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: ReleaseStatus;
  /** Helm's own words on how it went. */
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly deployedAt: number | undefined;
  readonly chart: Chart;
  /** What was set, over the chart's defaults. */
  readonly values: JsonObject;
  /** As it was sent to the cluster: YAML documents. */
  readonly manifest: string;
  /** Of the Secret or ConfigMap that holds the record. */
  readonly resourceVersion: string | undefined;
}

export const releaseStatuses = [
  'deployed',
  'failed',
  'pending-install',
  'pending-rollback',
  'pending-upgrade',
  'superseded',
  'uninstalled',
  'uninstalling',
  'unknown',
] as const;
export type ReleaseStatus = (typeof releaseStatuses)[number];

/** What a record's labels say alone: all there is where its content may not be read, or cannot. */
export interface LabelledRelease {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: ReleaseStatus;
  /** Why no more is known. */
  readonly reason: string;
}
