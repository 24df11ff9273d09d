/** What holds where nothing is told. Sizes in bytes. */
export const defaults = {
  readBytes: 64 * 1024 ** 2,
  minutes: 15,
  logs: { pods: 5, lines: 5000, bytes: 1024 ** 2 },
} as const;

/** The plugin's part of the configuration. Everything may be left out. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    source: {
      enum: ['control-plane', 'kubeconfig', 'bundle'],
      description:
        'Where clusters are read: through the control plane as the user who asks, with a kubeconfig, or from a support bundle.',
      default: 'control-plane',
    },
    kubeconfig: {
      type: 'object',
      description: 'Where source is kubeconfig.',
      additionalProperties: false,
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'KUBECONFIG and ~/.kube/config are tried where there is none.',
        },
        context: { type: 'string', minLength: 1, description: 'The current context unless told.' },
        allowPrograms: {
          type: 'boolean',
          default: false,
          description: 'Whether the kubeconfig may run a program to get credentials.',
        },
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
      default: defaults.readBytes,
      description: 'Bytes that one call of a tool may read.',
    },
    metrics: {
      type: 'object',
      description: 'Of what a diagnosis looks at.',
      additionalProperties: false,
      properties: {
        minutes: {
          type: 'integer',
          minimum: 5,
          maximum: 1440,
          default: defaults.minutes,
          description: 'How far a diagnosis looks back in metrics, where a plugin reads them.',
        },
      },
    },
    logs: {
      type: 'object',
      description: 'How much of them is read.',
      additionalProperties: false,
      properties: {
        pods: {
          type: 'integer',
          minimum: 1,
          maximum: 50,
          default: defaults.logs.pods,
          description: 'Pods of one workload whose logs are read.',
        },
        lines: {
          type: 'integer',
          minimum: 1,
          maximum: 100_000,
          default: defaults.logs.lines,
          description: 'Last lines of one log.',
        },
        bytes: { type: 'integer', minimum: 1024, default: defaults.logs.bytes, description: 'Bytes of one log.' },
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
