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
        used: { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
        capacity: { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
        inodesUsed: { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
        inodes: { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
      },
    },
    nearlyFull: {
      type: 'number',
      minimum: 0.01,
      maximum: 1,
      description: 'The share of a volume from which on it is nearly full. 0.85 unless told.',
    },
    backups: {
      type: 'object',
      additionalProperties: false,
      properties: {
        applications: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          description: 'Applications whose backups are looked at where none is named. 20 unless told.',
        },
        maximumAgeHours: {
          type: 'number',
          minimum: 1,
          description: 'The age from which on a backup is late, where no schedule says so. 48 unless told.',
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

export function settingsOf({ metrics, nearlyFull = 0.85, backups = {} }: Configuration): Settings {
  return {
    metrics: {
      used: 'kubelet_volume_stats_used_bytes',
      capacity: 'kubelet_volume_stats_capacity_bytes',
      inodesUsed: 'kubelet_volume_stats_inodes_used',
      inodes: 'kubelet_volume_stats_inodes',
      ...metrics,
    },
    nearlyFull,
    applications: backups.applications ?? 20,
    maximumAgeHours: backups.maximumAgeHours ?? 48,
  };
}
