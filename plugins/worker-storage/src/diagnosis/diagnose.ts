import type { Relation, ToolContext, UnavailableSource } from '@hexaops/core';
import { findingsOf, keyOfObject, rankFindings, type ShownFinding, withoutGuesses } from '@hexaops/core/diagnosis';
import type { BackupReading } from '../backups/backups.ts';
import type { StorageState } from '../cluster/storage-cluster.ts';
import { backupFacts } from '../facts/backups.ts';
import { claimFacts } from '../facts/claims/claims.ts';
import { claimReference, type StorageFact, type StorageSource } from '../facts/fact.ts';
import { relationsOf } from '../facts/relations.ts';
import { indexStorage } from '../facts/storage-index.ts';
import { type Measurements, usageFacts } from '../facts/usage.ts';
import { volumeFacts } from '../facts/volumes.ts';

export type StorageFinding = ShownFinding<StorageSource>;

/** What was read of a workspace's storage, at one moment. */
export interface StorageScene {
  readonly state: StorageState;
  readonly measurements: Measurements;
  readonly backups: BackupReading;
  readonly maximumAgeHours: number;
}

export interface StorageDiagnosis {
  /** The likeliest root cause first. */
  readonly findings: readonly StorageFinding[];
  readonly relations: readonly Relation[];
  readonly unavailable: readonly UnavailableSource[];
}

/** What is wrong with the storage, or with one claim of it. The same scene and rules always give the same findings. */
export function diagnose(
  scene: StorageScene,
  { rules, caller, now }: Pick<ToolContext, 'rules' | 'caller' | 'now'>,
  claim?: { readonly namespace: string; readonly name: string },
): StorageDiagnosis {
  const { state, backups } = scene;
  const index = indexStorage(state);
  const relations = relationsOf(index);
  const findings = withoutGuesses(findingsOf(factsOf(scene, now()), rules, caller.workspace));
  const about = claim === undefined ? undefined : concerned(claim, relations);
  return {
    findings: rankFindings(findings, relations).filter(
      ({ object }) => about === undefined || about.has(keyOfObject(object)),
    ),
    relations,
    unavailable: [...state.unavailable, ...backups.unavailable],
  };
}

function factsOf({ state, measurements, backups, maximumAgeHours }: StorageScene, now: number): readonly StorageFact[] {
  const index = indexStorage(state);
  const withData = new Set(state.claims.flatMap((each) => index.templatesOf(each).map(({ name }) => name)));
  return [
    ...claimFacts(index, now),
    ...volumeFacts(index, now),
    ...usageFacts(index, measurements),
    ...backupFacts(backups.states, { now, maximumAgeHours, withData }),
  ];
}

/** The claim and its volume. */
function concerned(
  claim: { readonly namespace: string; readonly name: string },
  relations: readonly Relation[],
): ReadonlySet<string> {
  const own = keyOfObject(claimReference(claim));
  const needed = relations.filter(({ from }) => keyOfObject(from) === own).map(({ to }) => keyOfObject(to));
  return new Set([own, ...needed]);
}
