/** What storage is made of, as far as this worker looks at it. Sizes are bytes, beside the text that the object has. */
export interface Claim {
  readonly namespace: string;
  readonly name: string;
  /** `Pending`, `Bound`, `Lost`; empty where the object does not say. */
  readonly phase: string;
  /** Undefined where the claim names none: the default class is then meant. Empty: none at all. */
  readonly storageClass: string | undefined;
  /** The volume that it is bound to, or asks for. */
  readonly volume: string | undefined;
  readonly accessModes: readonly string[];
  readonly requested: Size;
  /** What it has; undefined while it is not bound. */
  readonly capacity: Size | undefined;
  readonly conditions: readonly Condition[];
  /** RFC 3339. */
  readonly createdAt: string | undefined;
  readonly resourceVersion: string | undefined;
}

export interface Size {
  readonly text: string;
  readonly bytes: number;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

export interface Volume {
  readonly name: string;
  /** `Available`, `Bound`, `Released`, `Failed`. */
  readonly phase: string;
  readonly storageClass: string;
  readonly capacity: Size;
  readonly accessModes: readonly string[];
  /** The claim that has it, or had it. */
  readonly claim: { readonly namespace: string; readonly name: string } | undefined;
  readonly reclaimPolicy: string;
  readonly createdAt: string | undefined;
}

export interface StorageClass {
  readonly name: string;
  readonly provisioner: string;
  readonly bindingMode: string;
  readonly reclaimPolicy: string;
  readonly allowsExpansion: boolean;
  readonly isDefault: boolean;
}

/** A pod that names a claim. */
export interface ClaimUse {
  readonly namespace: string;
  readonly claim: string;
  readonly pod: string;
  readonly node: string | undefined;
  readonly phase: string;
  /** What the scheduler says of why it runs nowhere; empty where it does, or nothing was said. */
  readonly unscheduled: string;
}

/** A workload whose template names a claim, or from which a StatefulSet makes claims; with or without pods. */
export interface ClaimTemplate {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The name of one claim, or of a StatefulSet's claims without the number at their end. */
  readonly claim: string;
  readonly isPattern: boolean;
}

export interface Snapshot {
  readonly namespace: string;
  readonly name: string;
  readonly claim: string;
  readonly snapshotClass: string;
  readonly isReady: boolean;
  readonly size: string;
  readonly error: string;
  readonly createdAt: string | undefined;
}

export interface StorageEvent {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339; empty where the event has none. */
  readonly time: string;
}

export interface StorageQuota {
  readonly namespace: string;
  readonly name: string;
  /** `requests.storage`, `persistentvolumeclaims`, `fast.storageclass.storage.k8s.io/requests.storage`. */
  readonly resource: string;
  readonly used: Size;
  readonly hard: Size;
}
