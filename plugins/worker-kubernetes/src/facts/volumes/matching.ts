import type { PersistentVolume, PersistentVolumeClaim } from '../../cluster/objects.ts';
import { matchesSelector } from '../labels.ts';
import { parseQuantity } from '../quantity.ts';

/** Why a volume cannot be given to a claim. */
export type Mismatch =
  | 'occupied'
  | 'storage-class'
  | 'capacity'
  | 'access-mode'
  | 'selector'
  | 'volume-mode'
  | 'other-volume-named';

const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const defaultClassBeta = 'storageclass.beta.kubernetes.io/is-default-class';

export function isDefaultClass(annotations: Readonly<Record<string, string | undefined>> | undefined): boolean {
  return annotations?.[defaultClass] === 'true' || annotations?.[defaultClassBeta] === 'true';
}

/** The class of a claim: the old annotation counts too. Empty for a claim without one. */
export function classOf(object: PersistentVolume | PersistentVolumeClaim): string {
  return (
    object.spec?.storageClassName ?? object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? ''
  );
}

export function mismatchesOf(claim: PersistentVolumeClaim, volume: PersistentVolume): ReadonlySet<Mismatch> {
  const found = new Set<Mismatch>();
  const { spec = {} } = claim;
  if (isTaken(claim, volume)) found.add('occupied');
  if (spec.volumeName !== undefined && spec.volumeName !== volume.metadata.name) found.add('other-volume-named');
  if (classOf(claim) !== classOf(volume)) found.add('storage-class');
  if (
    (parseQuantity(spec.resources?.requests?.['storage']) ?? 0) >
    (parseQuantity(volume.spec?.capacity?.['storage']) ?? 0)
  )
    found.add('capacity');
  const modes = volume.spec?.accessModes ?? [];
  if ((spec.accessModes ?? []).some((mode) => !modes.includes(mode))) found.add('access-mode');
  if (spec.selector !== undefined && !matchesSelector(spec.selector, volume.metadata.labels ?? {}))
    found.add('selector');
  if ((spec.volumeMode ?? 'Filesystem') !== (volume.spec?.volumeMode ?? 'Filesystem')) found.add('volume-mode');
  return found;
}

function isTaken(claim: PersistentVolumeClaim, { spec, status }: PersistentVolume): boolean {
  if (spec?.claimRef !== undefined) {
    const { namespace, name, uid } = spec.claimRef;
    const mine = name === claim.metadata.name && namespace === claim.metadata.namespace;
    return !mine || (uid !== undefined && claim.metadata.uid !== undefined && uid !== claim.metadata.uid);
  }
  return status?.phase === 'Bound' || status?.phase === 'Released' || status?.phase === 'Failed';
}

const preference: readonly Mismatch[] = [
  'storage-class',
  'access-mode',
  'selector',
  'capacity',
  'volume-mode',
  'occupied',
  'other-volume-named',
];

export interface VolumeCheck {
  readonly volume: PersistentVolume;
  readonly mismatches: ReadonlySet<Mismatch>;
}

/**
 * The mismatch whose removal alone would give the claim a volume. Free volumes are looked at first: one that nobody
 * has is more likely meant than one that somebody uses. Volumes left behind by an earlier claim (Released) come last.
 */
export function decisiveMismatch(
  checks: readonly VolumeCheck[],
): (VolumeCheck & { readonly mismatch: Mismatch }) | undefined {
  const single = checks.filter(({ mismatches }) => mismatches.size === 1);
  const rank = ({ volume, mismatches }: VolumeCheck) => {
    const [mismatch] = mismatches;
    const state = mismatch !== 'occupied' ? 0 : volume.status?.phase === 'Released' ? 2 : 1;
    return state * 100 + (mismatch === undefined ? 0 : preference.indexOf(mismatch));
  };
  const [best] = single.sort((a, b) => rank(a) - rank(b) || (a.volume.metadata.name < b.volume.metadata.name ? -1 : 1));
  const [mismatch] = best?.mismatches ?? [];
  return best === undefined || mismatch === undefined ? undefined : { ...best, mismatch };
}
