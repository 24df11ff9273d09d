const defaults = {
  metrics: {
    used: 'kubelet_volume_stats_used_bytes',
    capacity: 'kubelet_volume_stats_capacity_bytes',
    inodesUsed: 'kubelet_volume_stats_inodes_used',
    inodes: 'kubelet_volume_stats_inodes',
  },
  nearlyFull: 0.85,
  applications: 20,
  maximumAgeHours: 48,
} as const;

const series = { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' } as const;

/** The plugin's part of the configuration. Everything may be left out. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    metrics: {
      type: 'object',
      additionalProperties: false,
      description: 'The names under which the kubelet’s volume metrics are stored.',
      properties: {
        used: { ...series, default: defaults.metrics.used, description: 'Bytes that are used.' },
        capacity: { ...series, default: defaults.metrics.capacity, description: 'Bytes that there are.' },
        inodesUsed: { ...series, default: defaults.metrics.inodesUsed, description: 'Inodes that are used.' },
        inodes: { ...series, default: defaults.metrics.inodes, description: 'Inodes that there are.' },
      },
    },
    nearlyFull: {
      type: 'number',
      minimum: 0.01,
      maximum: 1,
      default: defaults.nearlyFull,
      description: 'The share of a volume from which on it is nearly full.',
    },
    backups: {
      type: 'object',
      description: 'How they are looked at.',
      additionalProperties: false,
      properties: {
        applications: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: defaults.applications,
          description: 'Applications whose backups are looked at where none is named.',
        },
        maximumAgeHours: {
          type: 'number',
          minimum: 1,
          default: defaults.maximumAgeHours,
          description: 'The age from which on a backup is late, where no schedule says so.',
        },
      },
    },
  },
} as const;

export interface Configuration {
  readonly metrics?: Partial<VolumeMetrics>;
  readonly nearlyFull?: number;
  readonly backups?: { readonly applications?: number; readonly maximumAgeHours?: number };
}

/** Names of series, each labelled with `namespace` and `persistentvolumeclaim`. */
export interface VolumeMetrics {
  readonly used: string;
  readonly capacity: string;
  readonly inodesUsed: string;
  readonly inodes: string;
}

export interface Settings {
  readonly metrics: VolumeMetrics;
  /** 0 to 1. */
  readonly nearlyFull: number;
  readonly applications: number;
  readonly maximumAgeHours: number;
}

export function settingsOf({ metrics, nearlyFull = defaults.nearlyFull, backups = {} }: Configuration): Settings {
  return {
    metrics: { ...defaults.metrics, ...metrics },
    nearlyFull,
    applications: backups.applications ?? defaults.applications,
    maximumAgeHours: backups.maximumAgeHours ?? defaults.maximumAgeHours,
  };
}
