import { defineReadTool, type ReadTool } from '@hexaops/core';
import { stateFacts } from '../../diagnosis/index.ts';
import { isWhole, openReleases, type ReleaseRecords } from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, workerName } from '../arguments.ts';
import { resultOf } from '../findings.ts';
import { momentOf } from '../presentation/moments.ts';
import { revisionsEvidence } from '../presentation/tables.ts';
import { earlierThan, partlyRead } from '../revisions.ts';

export function releaseHistory(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'release-history',
    description: 'Lists the revisions of a Helm release: when each was deployed, how it went, with which chart.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: { namespace: namespaceArgument, name: releaseArgument },
    },
    async execute({ namespace, name }, context) {
      const read = await records.history(context, namespace, name);
      const whole = read.revisions.filter(isWhole);
      const { secrecy } = openReleases(whole);
      const evidence = revisionsEvidence(
        read,
        read.revisions,
        read.revisions.map(() => secrecy),
        {
          title: `history of the release ${namespace}/${name}`,
          byteCap: context.byteCap,
          remedy: 'ask what changed between two revisions',
        },
      );
      const facts = stateFacts(read.latest, earlierThan(read, read.latest)?.revision, secrecy, context.now());
      return {
        ...resultOf(facts, [], [evidence], read, context),
        moments: whole.flatMap((release, index) => momentOf(release, whole[index + 1], secrecy, 0)),
        value: { revision: read.latest.revision, status: read.latest.status },
        unavailable: [...read.unavailable, ...partlyRead(read)],
      };
    },
  });
}
