import { described } from '../effect.ts';
import type { Effect } from '../effect.ts';
import { resourceNamed } from '../../kubernetes/resources.ts';

/** `{ node }` */
export const uncordonNode: Effect = async ({ cluster }, parameters) => {
  const name = parameters.text('node', 'name');
  const resourceVersion = parameters.optionalText('resource_version', 'resourceVersion');
  const changed = await cluster.patch(
    resourceNamed('nodes'),
    { namespace: null, name },
    { spec: { unschedulable: null }, ...(resourceVersion !== undefined && { metadata: { resourceVersion } }) },
  );
  return { message: `${name} takes pods again`, resource: described(changed) };
};
