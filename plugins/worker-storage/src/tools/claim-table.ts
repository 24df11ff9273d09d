import { ageOf, measured, type Table } from '@hexaops/core';
import type { Claim } from '../cluster/objects.ts';
import { keyOfClaim } from '../cluster/storage-cluster.ts';
import type { StorageIndex } from '../facts/storage-index.ts';
import type { Measurements } from '../facts/usage.ts';

const columns = ['namespace', 'claim', 'status', 'class', 'size', 'used', 'full %', 'access', 'used by', 'age'];

/** Claims with how full they are, the fullest first; an empty cell where nothing is known. */
export function claimTable(
  claims: readonly Claim[],
  index: StorageIndex,
  { usage }: Pick<Measurements, 'usage'>,
  now: number,
): Table {
  const shareOf = (claim: Claim) => usage.get(keyOfClaim(claim))?.share ?? -1;
  const sorted = claims.toSorted((a, b) => shareOf(b) - shareOf(a) || (keyOfClaim(a) < keyOfClaim(b) ? -1 : 1));
  return {
    columns,
    rows: sorted.map((claim) => {
      const known = usage.get(keyOfClaim(claim));
      const { namespace, name, phase, storageClass, capacity, requested, accessModes, createdAt } = claim;
      return [
        namespace,
        name,
        phase,
        storageClass ?? index.classOf(claim)?.name ?? '',
        (capacity ?? requested).text,
        known === undefined ? null : measured(known.usedBytes, 'bytes'),
        known === undefined ? null : Math.round(known.share * 1000) / 10,
        accessModes.map(shortMode).join(' '),
        usersOf(claim, index),
        ageOf(createdAt, now),
      ];
    }),
  };
}

/** The pods that name the claim, or the workloads that would. */
function usersOf(claim: Claim, index: StorageIndex): string {
  const pods = index.usesOf(claim).map(({ pod }) => pod);
  if (pods.length > 0)
    return pods.length > 3 ? `${pods.slice(0, 3).join(', ')} and ${pods.length - 3} more` : pods.join(', ');
  const workloads = index.templatesOf(claim).map(({ kind, name }) => `${kind} ${name} (no pod)`);
  return workloads.join(', ');
}

/** As `kubectl` writes them. */
function shortMode(mode: string): string {
  const short: Readonly<Record<string, string>> = {
    ReadWriteOnce: 'RWO',
    ReadWriteMany: 'RWX',
    ReadOnlyMany: 'ROX',
    ReadWriteOncePod: 'RWOP',
  };
  return short[mode] ?? mode;
}
