import { changeTarget, described, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';
import type { JsonObject } from '../../json.ts';
import type { Container, Deployment } from '../../kubernetes/kinds.ts';
import { Problem } from '../../problem.ts';

/** `{ deployment, container, image }` */
export const setImage: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'deployments', 'deployment', 'name');
  const container = parameters.text('container');
  const image = parameters.text('image');
  const changed = await changeTarget(context, target, (object) => {
    const { spec } = object as Deployment;
    const containers = spec.template.spec.containers as (Container & JsonObject)[];
    if (!containers.some(({ name }) => name === container)) {
      const names = containers.map(({ name }) => name).join(', ');
      throw new Problem(400, `${target.name} has no container ${container}; it has ${names}`);
    }
    const updated: JsonObject[] = containers.map((each) => (each.name === container ? withImage(each, image) : each));
    return { spec: { template: { spec: { containers: updated } } } };
  });
  return { message: `${target.name} now runs ${image} in ${container}`, resource: described(changed) };
};

function withImage(container: JsonObject, image: string): JsonObject {
  return { ...container, image };
}
