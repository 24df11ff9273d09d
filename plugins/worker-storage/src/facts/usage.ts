import { measured } from '@hexaops/core';
import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim } from '../cluster/objects.ts';
import { keyOfClaim } from '../cluster/storage-cluster.ts';
import { type Fullness, fullnessInWords, inTime } from '../usage/fullness.ts';
import type { VolumeUsage } from '../usage/volume-usage.ts';
import { claimReference, type StorageFact } from './fact.ts';
import type { StorageIndex } from './storage-index.ts';
import { suggestedSize } from './suggested-size.ts';

/** What is measured of the volumes, by `keyOfClaim`. */
export interface Measurements {
  readonly usage: ReadonlyMap<string, VolumeUsage>;
  readonly fullness: ReadonlyMap<string, Fullness>;
  /** The share from which on a volume is nearly full. */
  readonly nearlyFull: number;
}

/**
 * `volume-usage`: how full a volume is: `share` and `inodeShare` (0 to 1, -1 where unknown), `isNearlyFull`; `expands` whether
 * its class lets it grow, `suggestedSize` to what it then might.
 * `volume-filling`: it grows for certain and will be full: `hours` from now, with a `confidence` of 0 to 1.
 */
export function usageFacts(index: StorageIndex, { usage, fullness, nearlyFull }: Measurements): readonly StorageFact[] {
  return index.state.claims.flatMap((claim) => {
    const measurement = usage.get(keyOfClaim(claim));
    if (measurement === undefined) return [];
    const grows = fullness.get(keyOfClaim(claim));
    return [
      usageFact(index, claim, measurement, nearlyFull),
      ...(grows?.kind === 'full-in' ? [fillingFact(index, claim, measurement, grows)] : []),
    ];
  });
}

function usageFact(index: StorageIndex, claim: Claim, usage: VolumeUsage, nearlyFull: number): StorageFact {
  const { share, inodeShare = -1 } = usage;
  const inodes = inodeShare < 0 ? '' : `, ${percent(inodeShare)} of its inodes`;
  return {
    fact: 'volume-usage',
    ...about(index, claim, usage),
    share,
    inodeShare,
    isNearlyFull: share >= nearlyFull,
    percent: percent(share),
    inodePercent: percent(Math.max(0, inodeShare)),
    evidence: [evidenceOf('metric', claimReference(claim), `${inWords(usage)} used, ${percent(share)}${inodes}`)],
  };
}

function fillingFact(
  index: StorageIndex,
  claim: Claim,
  usage: VolumeUsage,
  fullness: Extract<Fullness, { readonly kind: 'full-in' }>,
): StorageFact {
  const { seconds, confidence } = fullness.forecast;
  return {
    fact: 'volume-filling',
    ...about(index, claim, usage),
    hours: seconds / 3600,
    when: inTime(seconds),
    confidence,
    words: fullnessInWords(fullness),
    evidence: [evidenceOf('metric', claimReference(claim), `${inWords(usage)} used; ${fullnessInWords(fullness)}`)],
  };
}

function about(index: StorageIndex, claim: Claim, usage: VolumeUsage) {
  return {
    object: claimReference(claim),
    claim: claim.name,
    used: measured(usage.usedBytes, 'bytes'),
    size: measured(usage.capacityBytes, 'bytes'),
    expands: index.classOf(claim)?.allowsExpansion === true,
    suggestedSize: suggestedSize(claim, usage),
  };
}

function inWords({ usedBytes, capacityBytes }: VolumeUsage): string {
  return `${measured(usedBytes, 'bytes')} of ${measured(capacityBytes, 'bytes')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
