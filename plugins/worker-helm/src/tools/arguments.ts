export const workerName = 'worker-helm';

export const namespaceArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
  description: 'The namespace.',
} as const;

/** As Helm allows names of releases. */
export const releaseArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
  maxLength: 53,
  description: 'The name of the release.',
} as const;

export const revisionArgument = (description: string) =>
  ({ type: 'integer', minimum: 1, maximum: 1_000_000_000, description }) as const;
