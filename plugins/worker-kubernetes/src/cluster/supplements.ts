import type { ClusterObject } from './kinds.ts';
import type { MetricSeries } from './metrics.ts';

/**
 * What a bundle holds beside the cluster's objects, in its `evidence/` directory, and what metrics tell of a cluster. Every part is optional; what is
 * missing or has another shape is undefined, never guessed. All text in it is untrusted.
 */
export interface Supplements {
  readonly alerts?: readonly Alert[];
  readonly connectivity?: readonly ConnectivityCheck[];
  /** By service. */
  readonly dependencies?: ReadonlyMap<string, ServiceDependencies>;
  /** By node, then by systemd unit: `kubelet`, `containerd`. */
  readonly nodeServices?: ReadonlyMap<string, ReadonlyMap<string, NodeService>>;
  /** By service. */
  readonly errorLogs?: ReadonlyMap<string, ErrorLog>;
  /** By node. */
  readonly nodeAllocations?: ReadonlyMap<string, NodeAllocation>;
  /** The objects as they were declared, by service: those of the kinds that are read, cleaned and masked like the cluster's. */
  readonly manifests?: ReadonlyMap<string, readonly ClusterObject[]>;
  readonly collection?: Collection;
  /** Parsed at the first call and kept; empty when there are none. Bounded in series and samples. */
  metrics(): readonly MetricSeries[];
  /** How the metrics were asked for, where they were: for evidence. */
  readonly metricQueries?: readonly string[];
}

export interface Alert {
  /** `Service`, `Node`, ... */
  readonly type: string;
  readonly name: string;
  readonly status: string;
  readonly timeRange?: string;
  readonly evidence: readonly string[];
}

/** A service of the cluster that was called, from nowhere in particular or from certain nodes. */
export interface ConnectivityCheck {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly probes: readonly ConnectivityProbe[];
}

interface ConnectivityProbe {
  /** The node that called; undefined when it is not known. */
  readonly from?: string;
  readonly ok: boolean;
  /** What the name resolved to, `10.0.0.1:80`; undefined when it did not resolve. */
  readonly address?: string;
  readonly text: string;
}

export interface ServiceDependencies {
  /** Services that call this one. */
  readonly upstream: readonly string[];
  /** Services that this one calls, directly. */
  readonly calls: readonly string[];
}

export interface NodeService {
  /** systemd's ActiveState: `active`, `inactive`, `failed`. */
  readonly active: string;
  /** systemd's SubState: `running`, `dead`. */
  readonly sub: string;
  readonly since?: Date;
  readonly text: string;
}

export interface ErrorLog {
  readonly lines: number;
  readonly errors: number;
  readonly patterns: readonly { readonly count: number; readonly sample: string }[];
}

export interface NodeAllocation {
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly cpuRequests?: string;
    readonly cpuLimits?: string;
    readonly memoryRequests?: string;
    readonly memoryLimits?: string;
  }[];
  /** By resource: `cpu`, `memory`, `ephemeral-storage`. Amounts are Kubernetes quantities. */
  readonly allocated: ReadonlyMap<string, Allocated>;
}

interface Allocated {
  readonly requests?: string;
  readonly requestsPercent?: number;
  readonly limits?: string;
  readonly limitsPercent?: number;
}

export interface Collection {
  readonly collectedAt?: Date;
  /** The namespace that the collection was about. */
  readonly namespace?: string;
}
