import type { Claim, ClaimTemplate, ClaimUse, StorageClass, StorageEvent } from '../cluster/objects.ts';
import { keyOfClaim, type StorageState } from '../cluster/storage-cluster.ts';

/** Storage as facts look at it: made once, linear in the number of objects. */
export interface StorageIndex {
  readonly state: StorageState;
  /** Pods that name the claim. */
  usesOf(claim: Claim): readonly ClaimUse[];
  /** Workloads that name the claim, or from which it was made. */
  templatesOf(claim: Claim): readonly ClaimTemplate[];
  /** The class that counts for a claim: its own, or the default. Undefined where there is none of that name. */
  classOf(claim: Claim): StorageClass | undefined;
  /** The newest event of an object with one of the reasons. */
  eventOf(
    object: { kind: string; namespace: string; name: string },
    ...reasons: readonly string[]
  ): StorageEvent | undefined;
}

export function indexStorage(state: StorageState): StorageIndex {
  const uses = Map.groupBy(state.uses, ({ namespace, claim }) => keyOfClaim({ namespace, name: claim }));
  const named = Map.groupBy(state.templates, ({ namespace, claim }) => keyOfClaim({ namespace, name: claim }));
  const classes = new Map(state.classes.map((each) => [each.name, each]));
  const defaultClass = state.classes.find(({ isDefault }) => isDefault);
  const events = Map.groupBy(state.events, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
  return {
    state,
    usesOf: (claim) => uses.get(keyOfClaim(claim)) ?? [],
    templatesOf({ namespace, name }) {
      const made = named.get(keyOfClaim({ namespace, name: name.replace(/\d+$/, '') })) ?? [];
      const whole = named.get(keyOfClaim({ namespace, name })) ?? [];
      return [...whole.filter(({ isPattern }) => !isPattern), ...made.filter(({ isPattern }) => isPattern)];
    },
    classOf: ({ storageClass }) => (storageClass === undefined ? defaultClass : classes.get(storageClass)),
    eventOf({ kind, namespace, name }, ...reasons) {
      const found = (events.get(`${kind}/${namespace}/${name}`) ?? []).filter(({ reason }) => reasons.includes(reason));
      return found.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).at(-1);
    },
  };
}
