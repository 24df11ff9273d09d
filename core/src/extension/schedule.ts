import { type ExtensionPoint, extensionPoint } from './point.ts';

/** What calls of private models wait for, and where their models are: for operators. Holds nobody's data. */
export interface ScheduleSnapshot {
  readonly nodes: readonly ScheduledNode[];
  /** Calls that wait, by class. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Since the start. */
  readonly counts: Readonly<Record<'dispatched' | 'refused' | 'expired' | 'failedOver' | 'swaps', number>>;
}

export interface ScheduledNode {
  readonly id: string;
  readonly up: boolean;
  readonly slots: number;
  readonly models: readonly {
    readonly model: string;
    readonly state: string;
    readonly inFlight: number;
    readonly prefillTokensPerSecond: number;
  }[];
}

/** Progress of a model that is being fetched to a node. */
export interface PullProgress {
  readonly node: string;
  readonly status: string;
  readonly completedBytes?: number;
  readonly totalBytes?: number;
}

/** A model that nodes have on their disks, and where it is loaded. */
export interface InstalledModel {
  readonly model: string;
  readonly bytes: number;
  readonly installed: readonly string[];
  readonly loaded: readonly string[];
}

/** A node that was asked and does not answer. */
export interface SilentNode {
  readonly node: string;
  readonly reason: string;
}

/** Nodes of private models, as operators look at them. */
export interface ModelSchedule {
  readonly id: string;
  snapshot(): ScheduleSnapshot;
  /** Raises `source-unavailable` where no node answers. */
  models(signal: AbortSignal): Promise<readonly InstalledModel[]>;
  /** Nodes that do not answer now, and why. */
  silent?(signal: AbortSignal): Promise<readonly SilentNode[]>;
  /** Fetches a model to every node that has not got it. Raises `source-unavailable` where a node fails to. */
  pull(model: string, signal: AbortSignal): AsyncIterable<PullProgress>;
}

/** Where several replicas of the service use the same nodes: what they tell each other, and who holds which slot. */
export interface ReplicaLeases {
  readonly id: string;
  /**
   * Leaves what this replica does for the others, and gives what each of them left last; what is older than a few seconds is
   * left out. Undefined where the store cannot be had: then each replica keeps to its share.
   */
  exchange(group: string, own: string): Promise<readonly string[] | undefined>;
  /**
   * A lease of one of `most` places; undefined where all are held. It is kept until it is released, and free again soon after
   * the process that holds it has died. A wrong lease may cost time; it is never relied on for more. Never rejects: `unknown`
   * where the store cannot be had.
   */
  take(name: string, most: number): Promise<LeaseRelease | undefined | 'unknown'>;
}

export type LeaseRelease = () => void;

export const modelSchedulePoint: ExtensionPoint<ModelSchedule> = extensionPoint<ModelSchedule>('model-schedule', 'v1');
export const replicaLeasesPoint: ExtensionPoint<ReplicaLeases> = extensionPoint<ReplicaLeases>('replica-leases', 'v1');
