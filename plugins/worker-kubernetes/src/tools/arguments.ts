import { parseDuration } from '@hexaops/core/rules';

/** Pieces of JSON Schemas of arguments. Names are checked as Kubernetes checks them, so none can reach into a path. */
export const namespaceArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
  description: 'Name of a namespace of this workspace.',
} as const;

export const nameArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
  maxLength: 253,
  description: 'Full name of the object.',
} as const;

export const containerArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
  description: 'Name of a container of the pod.',
} as const;

export const sinceArgument = {
  type: 'string',
  pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$',
  description: 'How far back: 15m, 1h, 2d.',
} as const;

/** Seconds of a text that `sinceArgument` admits. */
export function secondsOf(since: string): number {
  return parseDuration(since) / 1000;
}

export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

export const workerName = 'worker-kubernetes';
