import { quantity } from '../../overview/quantity.ts';
import { resourceNamed } from '../../kubernetes/resources.ts';
import { KubernetesError } from '../../kubernetes/status.ts';
import type { PersistentVolumeClaim, StorageClass } from '../../kubernetes/kinds.ts';
import { Problem } from '../../problem.ts';
import { changeTarget, described, type EffectContext, findTarget, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';

/** `{ name, size }`. A claim only grows, and only where its storage class allows it. */
export const resizeClaim: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'persistentvolumeclaims', 'name', 'claim');
  const size = parameters.text('size');
  const claim = (await findTarget(context, target)) as PersistentVolumeClaim;
  const present = claim.status?.capacity?.['storage'] ?? claim.spec.resources?.requests?.['storage'];
  if (!(quantity(size) > quantity(present)))
    throw new Problem(400, `${target.name} has ${present ?? 'no size'}: it can only grow, not to ${size}`);
  if (!(await allowsExpansion(context, claim.spec.storageClassName)))
    throw new Problem(
      400,
      `the storage class ${claim.spec.storageClassName ?? ''} of ${target.name} does not let it grow`,
    );
  const changed = await changeTarget(context, target, () => ({
    spec: { resources: { requests: { storage: size } } },
  }));
  return { message: `${target.name} grows to ${size}`, resource: described(changed) };
};

async function allowsExpansion({ cluster }: EffectContext, name = ''): Promise<boolean> {
  try {
    const found = (await cluster.get(resourceNamed('storageclasses'), { namespace: null, name })) as StorageClass;
    return found.allowVolumeExpansion === true;
  } catch (error) {
    if (error instanceof KubernetesError && error.code === 404) return false;
    throw error;
  }
}
