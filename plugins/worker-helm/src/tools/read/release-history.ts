import { defineReadTool, type ReadTool } from '@hexaops/core';
import { isWhole, type ReleaseRecords, secrecyOfWords } from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, workerName } from '../arguments.ts';
import { momentOf } from '../presentation/moments.ts';
import { revisionsEvidence } from '../presentation/tables.ts';
import { partlyRead } from '../revisions.ts';

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
      const secrecy = secrecyOfWords(whole);
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
      return {
        evidence: [evidence],
        moments: whole.flatMap((release, index) => momentOf(release, whole[index + 1], secrecy, 0)),
        value: { revision: read.latest.revision, status: read.latest.status },
        unavailable: [...read.unavailable, ...partlyRead(read)],
      };
    },
  });
}
