import { HexaopsError } from '../errors.ts';
import type { InvestigationRecord, Investigations } from '../extension/store.ts';

interface Rest {
  readonly until: number;
  readonly investigation: string;
}

/** Investigations of a process, in `kept`, which the sessions that their runs belong to are forgotten from. */
export function createMemoryInvestigations(
  kept: Map<string, InvestigationRecord>,
  hasRun: (run: string) => boolean,
): Investigations {
  const rests = new Map<string, Rest>();
  const keep = (investigation: InvestigationRecord) => {
    const { id, run, workspace } = investigation;
    if (run !== undefined && !hasRun(run)) throw new HexaopsError('not-found', 'this run is no longer there');
    const known = kept.get(id);
    if (known !== undefined && known.workspace !== workspace) {
      throw new HexaopsError('conflict', 'an investigation of this id is another workspace\u2019s');
    }
    kept.set(id, { ...investigation });
  };
  return {
    async keep(investigation) {
      keep(investigation);
    },
    async begin(investigation, restsUntil) {
      const { id, workspace, fingerprint, createdAt } = investigation;
      for (const [key, { until }] of rests) if (until <= createdAt) rests.delete(key);
      const key = JSON.stringify([workspace, fingerprint]);
      const resting = rests.get(key);
      if (resting !== undefined) return resting.investigation;
      keep(investigation);
      rests.set(key, { until: restsUntil, investigation: id });
      return id;
    },
    async take(now, until) {
      const next = [...kept.values()]
        .filter(({ status, takenUntil = 0 }) => status === 'waiting' || (status === 'running' && takenUntil <= now))
        .sort(byAge)[0];
      if (next === undefined) return undefined;
      const taken: InvestigationRecord = { ...next, status: 'running', takenUntil: until };
      kept.set(taken.id, taken);
      return taken;
    },
    async hold(workspace, id, until) {
      const held = kept.get(id);
      if (held?.workspace === workspace && held.status === 'running') kept.set(id, { ...held, takenUntil: until });
    },
    async get(workspace, id) {
      const found = kept.get(id);
      return found?.workspace === workspace ? found : undefined;
    },
    async list(workspace, limit, fingerprint) {
      return [...kept.values()]
        .filter((each) => each.workspace === workspace && each.fingerprint === (fingerprint ?? each.fingerprint))
        .sort((left, right) => right.createdAt - left.createdAt || (left.id < right.id ? -1 : 1))
        .slice(0, limit);
    },
  };
}

function byAge(left: InvestigationRecord, right: InvestigationRecord): number {
  return left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);
}
