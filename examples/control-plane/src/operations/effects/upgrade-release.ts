import { findRelease } from '../../helm/release-target.ts';
import type { ReleaseEngine } from '../../helm/release-engine.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { Problem } from '../../problem.ts';
import type { Effect } from '../effect.ts';
import { withoutHelm } from './roll-back-release.ts';

/** `{ namespace, name, values }`: values by path, as `image.tag`; null takes away what was set. All others stay. */
export function upgradeRelease(engine: ReleaseEngine | undefined): Effect {
  return async (context, parameters) => {
    if (engine === undefined) throw withoutHelm();
    const changed = Object.entries(parameters.object('values'));
    if (changed.length === 0) throw new Problem(400, 'values must name one value at least');
    const target = await findRelease(context, parameters);
    const values = changed.reduce(
      (all, [path, value]) => withValue(all, path.split('.'), value),
      target.latest.config ?? {},
    );
    const revision = await engine.upgrade(target, values, context.isDry === true);
    if (context.isDry === true) return { message: `${target.name} would become revision ${revision}` };
    return { message: `${target.name} is upgraded to revision ${revision}`, revision };
  };
}

function withValue(values: JsonObject, [key, ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (key === undefined || !/^[\w-]+$/.test(key) || key === '__proto__')
    throw new Problem(400, 'values go by path: image.tag');
  const { [key]: former, ...others } = values;
  if (rest.length === 0) return value === null ? others : { ...values, [key]: value };
  return { ...values, [key]: withValue(isJsonObject(former) ? former : {}, rest, value) };
}
