import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds.ts';
import { resourceNamed } from '../../resources.ts';
import type { World } from './world.ts';

/** A bound claim that asks for more has more at once, and so has its volume. */
export function reconcileClaim({ store }: World, claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const storage = claim.spec.resources?.requests?.['storage'];
  if (storage === undefined || claim.status?.phase !== 'Bound' || claim.status.capacity?.['storage'] === storage)
    return claim;
  const name = claim.spec.volumeName ?? '';
  const volume = store.get(resourceNamed('persistentvolumes'), { namespace: null, name }) as
    | PersistentVolume
    | undefined;
  if (volume !== undefined)
    store.put<PersistentVolume>({
      ...volume,
      spec: { ...volume.spec, capacity: { ...volume.spec.capacity, storage } },
    });
  return store.put({ ...claim, status: { ...claim.status, capacity: { ...claim.status.capacity, storage } } });
}
