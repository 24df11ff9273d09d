import { HexaopsError, type ToolContext } from '@hexaops/core';
import type { Pod } from '../../cluster/index.ts';
import { type ClusterAccess, isDecisive } from '../access.ts';
import { podsOf } from '../workload-pods.ts';

/** Why a container does not start, and will not by waiting. */
const broken: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
]);
/** Milliseconds: pods that are older are not the change's. */
const recent = 2 * 60_000;

/**
 * What is worse since a workload was changed: pods made since that do not start. Undefined where there are none, and where
 * pods cannot be read: of what was not seen nothing is said.
 */
export async function harmOf(
  access: ClusterAccess,
  {
    kind,
    namespace,
    name,
  }: { readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet'; readonly namespace: string; readonly name: string },
  context: ToolContext,
): Promise<{ readonly harm?: string }> {
  const pods = await newPods(access, { kind, namespace, name }, context);
  const reasons = pods.flatMap((pod) => reasonOf(pod) ?? []);
  if (reasons.length === 0) return {};
  const counted = `${reasons.length} of its ${pods.length} new pods ${reasons.length === 1 ? 'does' : 'do'} not start`;
  return { harm: `${counted}: ${[...new Set(reasons)].join(', ')}.` };
}

async function newPods(
  access: ClusterAccess,
  workload: Parameters<typeof harmOf>[1],
  context: ToolContext,
): Promise<readonly Pod[]> {
  try {
    const { pods } = await podsOf(access, workload, context);
    const since = context.now() - recent;
    return pods.filter(({ metadata }) => Date.parse(metadata.creationTimestamp ?? '') >= since);
  } catch (error) {
    if (HexaopsError.is(error) && (!isDecisive(error) || HexaopsError.is(error, 'reauthentication-required')))
      return [];
    throw error;
  }
}

function reasonOf({ status }: Pod): string | undefined {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.map(({ state }) => state?.waiting?.reason).find((reason) => reason !== undefined && broken.has(reason));
}
