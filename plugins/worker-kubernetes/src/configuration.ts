/** The plugin's part of the configuration. Everything may be left out. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    source: {
      enum: ['control-plane', 'kubeconfig', 'bundle'],
      description:
        'Where clusters are read: through the control plane as the user who asks (the default), with a kubeconfig, or from a support bundle.',
    },
    kubeconfig: {
      type: 'object',
      additionalProperties: false,
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'KUBECONFIG and ~/.kube/config are tried where there is none.',
        },
        context: { type: 'string', minLength: 1, description: 'The current context unless told.' },
        allowPrograms: { type: 'boolean', description: 'Whether the kubeconfig may run a program to get credentials.' },
      },
    },
    bundle: { type: 'string', minLength: 1, description: 'A directory, or a .tar, .tar.gz or .tgz file.' },
    namespaces: {
      type: 'object',
      description: 'Namespaces by workspace. A workspace that is not named has none. Left out: what the source gives.',
      additionalProperties: {
        type: 'array',
        items: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
      },
    },
    readBytes: {
      type: 'integer',
      minimum: 65_536,
      description: 'Bytes that one call of a tool may read. 64 MiB unless told.',
    },
    metrics: {
      type: 'object',
      additionalProperties: false,
      properties: {
        minutes: {
          type: 'integer',
          minimum: 5,
          maximum: 1440,
          description: 'How far a diagnosis looks back in metrics, where a plugin reads them. 15 unless told.',
        },
      },
    },
    logs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        pods: {
          type: 'integer',
          minimum: 1,
          maximum: 50,
          description: 'Pods of one workload whose logs are read. 5 unless told.',
        },
        lines: {
          type: 'integer',
          minimum: 1,
          maximum: 100_000,
          description: 'Last lines of one log. 5,000 unless told.',
        },
        bytes: { type: 'integer', minimum: 1024, description: 'Bytes of one log. 1 MiB unless told.' },
      },
    },
  },
} as const;

export interface Configuration {
  readonly source?: 'control-plane' | 'kubeconfig' | 'bundle';
  readonly kubeconfig?: { readonly path?: string; readonly context?: string; readonly allowPrograms?: boolean };
  readonly bundle?: string;
  readonly namespaces?: Readonly<Record<string, readonly string[]>>;
  readonly readBytes?: number;
  readonly metrics?: { readonly minutes?: number };
  readonly logs?: { readonly pods?: number; readonly lines?: number; readonly bytes?: number };
}
