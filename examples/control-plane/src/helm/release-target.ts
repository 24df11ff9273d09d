import type { EffectContext } from '../operations/effect.ts';
import type { Parameters } from '../operations/parameters.ts';
import { resourceNamed } from '../kubernetes/resources.ts';
import { Problem } from '../problem.ts';
import { decodeRecord, recordType } from './release-record.ts';
import type { ReleaseRecord } from './release-record.ts';

/** A release of the workspace with all revisions that Helm has kept, the newest first. */
export interface ReleaseTarget {
  readonly namespace: string;
  readonly name: string;
  readonly revisions: readonly ReleaseRecord[];
  readonly latest: ReleaseRecord;
}

const nameForm = /^[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?$/;

/** `{ namespace, name }`. A 409 where an operation on it has not ended: Helm itself would refuse then. */
export async function findRelease(
  { cluster, workspace }: EffectContext,
  parameters: Parameters,
): Promise<ReleaseTarget> {
  const namespace = parameters.text('namespace');
  const name = parameters.text('name', 'release');
  if (!workspace.namespaces.includes(namespace)) {
    throw new Problem(403, `namespace ${namespace} does not belong to workspace ${workspace.id}`);
  }
  if (!nameForm.test(name)) throw new Problem(400, 'name must be the name of a release');
  const query = { labelSelector: `owner=helm,name=${name}`, fieldSelector: `type=${recordType}` };
  const { items } = await cluster.list(resourceNamed('secrets'), [namespace], query);
  const revisions = items.map(decodeRecord).toSorted((left, right) => right.version - left.version);
  const [latest] = revisions;
  if (latest === undefined) throw new Problem(404, `workspace ${workspace.id} has no release ${name} in ${namespace}`);
  if (latest.info.status.startsWith('pending')) {
    throw new Problem(409, `revision ${latest.version} of ${name} is ${latest.info.status}`);
  }
  return { namespace, name, revisions, latest };
}

/** The wanted revision; without one the newest before the latest that has been in use, for a failed one is nothing to go back to. */
export function revisionOf({ name, revisions, latest }: ReleaseTarget, wanted: number | undefined): ReleaseRecord {
  const found =
    wanted === undefined
      ? revisions.find(
          ({ version, info }) => version < latest.version && ['deployed', 'superseded'].includes(info.status),
        )
      : revisions.find(({ version }) => version === wanted);
  if (found === undefined) {
    throw new Problem(400, `${name} has no ${wanted === undefined ? 'earlier revision in use' : `revision ${wanted}`}`);
  }
  if (found.version === latest.version) throw new Problem(400, `${name} is at revision ${found.version}`);
  return found;
}
