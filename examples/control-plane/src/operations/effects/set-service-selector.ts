import { changeTarget, described, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';
import { differenceAsMergePatch } from '../../kubernetes/merge-patch.ts';
import type { Service } from '../../kubernetes/kinds.ts';

/** `{ service, selector }`: the selector afterwards is exactly the one given. */
export const setServiceSelector: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'services', 'service', 'name');
  const selector = parameters.textMap('selector');
  const changed = await changeTarget(context, target, (object) => {
    const { spec } = object as Service;
    return { spec: { selector: differenceAsMergePatch(spec.selector ?? {}, selector) } };
  });
  const written = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return { message: `${target.name} now selects ${written.join(',')}`, resource: described(changed) };
};
