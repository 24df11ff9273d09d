import { defineReadTool, type ReadTool } from '@hexaops/core';
import { stateFacts } from '../../diagnosis/index.ts';
import { isWhole, type ReleaseRecords, type Revision, secrecyOfWords } from '../../releases/index.ts';
import { Secrecy } from '../../secrecy/index.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { resultOf } from '../findings.ts';
import { momentOf } from '../presentation/moments.ts';
import { revisionsEvidence } from '../presentation/tables.ts';

export function listReleases(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'list-releases',
    description:
      'Lists the Helm releases with their newest revision: chart, status, when; or those alone that failed or hang, as findings.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        troubled: { const: true, description: 'Only those that failed, or whose operation has not ended.' },
      },
    },
    async execute({ namespace, troubled }, context) {
      const read = await records.newest(context, namespace);
      const revisions = troubled === true ? read.revisions.filter(isTroubled) : read.revisions;
      const secrecies = revisions.map((revision) => (isWhole(revision) ? secrecyOfWords([revision]) : new Secrecy()));
      // Who asks for all of them wants the list, in which a status stands too.
      const facts = (troubled === true ? revisions : []).flatMap((revision, index) =>
        stateFacts(revision, undefined, secrecies[index] ?? new Secrecy(), context.now()),
      );
      const place = namespace === undefined ? 'the workspace' : namespace;
      const evidence = revisionsEvidence(read, revisions, secrecies, {
        title: `${troubled === true ? 'Helm releases in trouble' : 'Helm releases'} of ${place}`,
        byteCap: context.byteCap,
        remedy: 'ask for one namespace',
      });
      return {
        ...resultOf(facts, [], [evidence], read, context),
        moments: revisions.flatMap((revision, index) =>
          isWhole(revision) ? momentOf(revision, undefined, secrecies[index] ?? new Secrecy(), 0) : [],
        ),
        value: {
          releases: revisions.map(({ namespace: home, name, revision, status }) => ({
            namespace: home,
            name,
            revision,
            status,
          })),
        },
        unavailable: read.unavailable,
      };
    },
  });
}

function isTroubled({ status }: Revision): boolean {
  return status === 'failed' || status.startsWith('pending') || status === 'uninstalling' || status === 'unknown';
}
