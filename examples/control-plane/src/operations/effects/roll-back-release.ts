import { findRelease, revisionOf } from '../../helm/release-target.ts';
import type { ReleaseEngine } from '../../helm/release-engine.ts';
import { Problem } from '../../problem.ts';
import type { Effect } from '../effect.ts';

/** `{ namespace, name, revision? }`: to the newest earlier revision that was in use, where none is named. */
export function rollBackRelease(engine: ReleaseEngine | undefined): Effect {
  return async (context, parameters) => {
    if (engine === undefined) throw withoutHelm();
    const target = await findRelease(context, parameters);
    const to = revisionOf(target, parameters.optionalInteger('revision', 1, Number.MAX_SAFE_INTEGER));
    if (context.isDry === true) return { message: `${target.name} would go back to revision ${to.version}` };
    const revision = await engine.rollBack(target, to);
    return { message: `${target.name} is rolled back to revision ${to.version}, as revision ${revision}`, revision };
  };
}

export function withoutHelm(): Problem {
  return new Problem(501, 'this control plane has no Helm: start it with the path of the program');
}
