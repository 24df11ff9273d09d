// The public API of @hexaops/worker-storage: npm run api writes it.

// @hexaops/worker-storage
export {
  Configuration,
  _default as default,
};

interface Configuration {
    readonly metrics?: Partial<VolumeMetrics>;
    readonly nearlyFull?: number;
    readonly backups?: {
        readonly applications?: number;
        readonly maximumAgeHours?: number;
    };
}

interface VolumeMetrics {
    readonly used: string;
    readonly capacity: string;
    readonly inodesUsed: string;
    readonly inodes: string;
}

declare const _default: import("@hexaops/core").Plugin;
