import type { JsonObject } from '../json.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseTarget } from './release-target.ts';

/** What carries changes of releases out. Each method gives the new revision's number. */
export interface ReleaseEngine {
  rollBack(target: ReleaseTarget, to: ReleaseRecord): Promise<number>;
  /** `values` are all that are to be set; with `isDry` the cluster is asked whether it would take what they render to. */
  upgrade(target: ReleaseTarget, values: JsonObject, isDry: boolean): Promise<number>;
}
