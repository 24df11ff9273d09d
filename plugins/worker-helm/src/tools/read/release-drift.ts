import { defineReadTool, type ReadTool, type ToolContext } from '@hexaops/core';
import { driftFacts } from '../../diagnosis/index.ts';
import { autoscaledBy, driftOfRelease } from '../../drift/index.ts';
import { readLive, unlessDecisive } from '../../live/index.ts';
import { openReleases, type ReleaseRecords, requireWhole } from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, workerName } from '../arguments.ts';
import { resultOf } from '../findings.ts';
import { driftEvidence } from '../presentation/tables.ts';

export function releaseDrift(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'release-drift',
    description:
      'Compares the objects in the cluster with what a Helm release says: what was changed or deleted by hand, and by whom.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: { namespace: namespaceArgument, name: releaseArgument },
    },
    async execute({ namespace, name }, context) {
      const read = await records.history(context, namespace, name);
      // What is being deployed has not come about yet; a failed revision has changed what it could.
      const settled = read.revisions.find(({ status }) => !status.startsWith('pending')) ?? read.latest;
      const release = requireWhole(settled);
      const { opened, secrecy } = openReleases([release]);
      const [current] = opened;
      const live = await readLive(records.reader, current?.objects ?? [], namespace, context);
      const autoscaled = await autoscaledIn(
        records,
        namespace,
        current?.objects.map(({ object }) => object) ?? [],
        context,
      );
      const drifted = driftOfRelease(live.objects, autoscaled);
      const asked = { source: live.source, query: [read.query, ...live.queries].join('\n') };
      const evidence = driftEvidence(asked, drifted, release, secrecy, {
        title: `differences of the cluster from revision ${release.revision} of ${namespace}/${name}`,
        byteCap: context.byteCap,
        remedy: 'describe the object',
      });
      return {
        ...resultOf(driftFacts(drifted, release, secrecy), [], [evidence], asked, context),
        value: {
          revision: release.revision,
          status: release.status,
          compared: live.objects.length,
          drifted: drifted.length,
        },
        unavailable: [
          ...read.unavailable,
          ...live.unavailable,
          ...(current?.problems ?? []).map((reason) => ({
            source: `manifest of revision ${release.revision}`,
            reason,
          })),
        ],
      };
    },
  });
}

/** Workloads whose replicas an autoscaler sets, of the release or beside it. */
async function autoscaledIn(
  records: ReleaseRecords,
  namespace: string,
  manifest: readonly unknown[],
  context: ToolContext,
): Promise<ReadonlySet<string>> {
  const resource = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };
  const found = await records.reader.list(resource, { namespace }, context).catch(unlessDecisive);
  return autoscaledBy([...manifest, ...(found?.items ?? [])]);
}
