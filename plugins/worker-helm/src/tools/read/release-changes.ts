import { defineReadTool, HexaopsError, type ReadTool } from '@hexaops/core';
import { manifestChanges, valueChanges } from '../../compare/index.ts';
import { openReleases, type ReleaseRecords, requireWhole } from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, revisionArgument, workerName } from '../arguments.ts';
import { momentOf } from '../presentation/moments.ts';
import { manifestEvidence, valuesEvidence } from '../presentation/tables.ts';
import { earlierThan, partlyRead, revisionOf } from '../revisions.ts';

export function releaseChanges(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'release-changes',
    description:
      'Compares two revisions of a Helm release, values and rendered objects, by path: the newest and the one before that was in use, unless told.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: {
        namespace: namespaceArgument,
        name: releaseArgument,
        from: revisionArgument('The revision that is compared with.'),
        to: revisionArgument('The revision that is compared.'),
      },
    },
    async execute({ namespace, name, from, to }, context) {
      const read = await records.history(context, namespace, name);
      const after = to === undefined ? requireWhole(read.latest) : revisionOf(read, to);
      const former = from === undefined ? earlierThan(read, after) : revisionOf(read, from);
      if (former === undefined) {
        throw new HexaopsError('not-found', `no revision of ${namespace}/${name} before ${after.revision} was in use`, {
          nextStep: 'ask for the history of the release',
        });
      }
      const before = requireWhole(former);
      const { opened, secrecy } = openReleases([before, after]);
      const [left, right] = opened;
      const about = { byteCap: context.byteCap, remedy: 'compare two other revisions' };
      const between = `of ${namespace}/${name} between revision ${before.revision} and ${after.revision}`;
      const values = valueChanges(before, after);
      const objects = manifestChanges(left?.objects ?? [], right?.objects ?? []);
      return {
        evidence: [
          valuesEvidence(read, values, secrecy, { title: `changed values ${between}`, ...about }),
          manifestEvidence(read, objects, after, secrecy, { title: `changed objects ${between}`, ...about }),
        ],
        moments: momentOf(after, before, secrecy, 0),
        value: {
          from: before.revision,
          to: after.revision,
          charts: [before, after].map(({ chart }) => secrecy.text(`${chart.name}-${chart.version}`)),
          values: values.map(({ path }) => path),
          objects: objects.length,
        },
        unavailable: [
          ...read.unavailable,
          ...partlyRead(read),
          ...(right?.problems ?? []).map((reason) => ({ source: `manifest of revision ${after.revision}`, reason })),
        ],
      };
    },
  });
}
