/** An object of the workspace. Cluster-scoped objects have no namespace. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What would mend a finding. With a tool it can be proposed as a step, which then needs an approval. */
export interface Remedy {
  readonly description: string;
  readonly tool?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** A cause, named, with what shows it. */
export interface Finding {
  /** From the closed list of docs/causes.md: `service-selector-mismatch`. */
  readonly cause: string;
  readonly object: ObjectReference;
  readonly severity: 'critical' | 'warning' | 'info';
  /** 0 to 1. */
  readonly confidence: number;
  readonly summary: string;
  /** Ids of evidence in a stored finding; indexes into the result's evidence in a tool's result. */
  readonly evidence: readonly (string | number)[];
  readonly remedy?: Remedy;
  /** The object whose finding explains this one, where there is such: then this is a symptom. */
  readonly symptomOf?: ObjectReference;
  /**
   * A mistake in the object's own definition, or a change that was made to it, which nothing that it needs can bring about:
   * it is never a symptom.
   */
  readonly ownFault?: true;
  /** Id of the rule that made it. */
  readonly rule?: string;
}

/** What all that a run has read says of one of its findings, whichever worker has made it. */
export interface RankedFinding {
  /** Its place among the run's `finding` events, which are counted from 1. */
  readonly finding: number;
  /** As in a finding, and in place of what stands there: by what all workers have found and related. */
  readonly symptomOf?: ObjectReference;
}

/** `from` needs `to`: a fault of `to` shows as a symptom of `from`. */
export interface Relation {
  readonly from: ObjectReference;
  readonly to: ObjectReference;
  readonly relation: string;
}

/** `Deployment shop/checkout`, `Node worker-1`. */
export function nameOfObject({ kind, namespace, name }: ObjectReference): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

export function sameObject(left: ObjectReference, right: ObjectReference): boolean {
  return left.kind === right.kind && left.namespace === right.namespace && left.name === right.name;
}
