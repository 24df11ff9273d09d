import { defineReadTool, type EvidenceDraft, type ReadTool } from '@hexaops/core';
import { manifestChanges, valueChanges } from '../../compare/index.ts';
import { breakageFacts, stateFacts } from '../../diagnosis/index.ts';
import { readLive } from '../../live/index.ts';
import { unreadyOf } from '../../readiness/index.ts';
import { openReleases, type ReleaseRecords, requireWhole } from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, workerName } from '../arguments.ts';
import { resultOf } from '../findings.ts';
import { momentOf } from '../presentation/moments.ts';
import { manifestEvidence, revisionsEvidence, valuesEvidence } from '../presentation/tables.ts';
import { earlierThan, partlyRead } from '../revisions.ts';

export function diagnoseRelease(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'diagnose-release',
    description:
      'Tells why the newest revision of a Helm release failed or does not get ready: what changed since the one before, and which changed value broke which object.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: { namespace: namespaceArgument, name: releaseArgument },
    },
    async execute({ namespace, name }, context) {
      const read = await records.history(context, namespace, name);
      const release = requireWhole(read.latest);
      const earlier = earlierThan(read, release);
      const former = earlier === undefined ? undefined : requireWhole(earlier);
      const { opened, secrecy } = openReleases(former === undefined ? [release] : [release, former]);
      const [current, before] = opened;
      const live = await readLive(records.reader, current?.objects ?? [], namespace, context);
      const unready = await unreadyOf(records.reader, live.objects, namespace, context);
      const about = { byteCap: context.byteCap, remedy: 'compare two revisions' };
      const evidence: EvidenceDraft[] = [
        revisionsEvidence(read, former === undefined ? [release] : [release, former], [secrecy, secrecy], {
          title: `the newest revision of ${namespace}/${name}`,
          ...about,
        }),
      ];
      const state = stateFacts(release, former?.revision, secrecy, context.now());
      if (current === undefined || before === undefined) {
        return {
          ...resultOf(state, [], evidence, read, context),
          unavailable: [...read.unavailable, ...live.unavailable, ...partlyRead(read)],
        };
      }
      const between = `between revision ${before.release.revision} and ${release.revision} of ${namespace}/${name}`;
      evidence.push(
        valuesEvidence(read, valueChanges(before.release, release), secrecy, {
          title: `changed values ${between}`,
          ...about,
        }),
        manifestEvidence(read, manifestChanges(before.objects, current.objects), release, secrecy, {
          title: `changed objects ${between}`,
          ...about,
        }),
      );
      const { facts, relations } = breakageFacts(before, current, unready, secrecy);
      return {
        ...resultOf([...facts, ...state], relations, evidence, read, context),
        moments: momentOf(release, before.release, secrecy, 0),
        value: { revision: release.revision, status: release.status, notReady: unready.length },
        unavailable: [...read.unavailable, ...live.unavailable, ...partlyRead(read)],
      };
    },
  });
}
