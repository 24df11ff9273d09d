// The public API of @hexaops/audit-clickhouse: npm run api writes it.

// @hexaops/audit-clickhouse
export {
  AuditClickHouse,
  AuditClickHouseConfig,
  ColumnNames,
  Surroundings,
  createAuditClickHouse,
  _default as default,
};

interface AuditClickHouse {
    readonly sink: AuditSink & AsyncDisposable;
    readonly reader: AuditReader;
    readonly healthSource: HealthSource;
}

interface AuditClickHouseConfig {
    readonly url: string;
    readonly username?: string | undefined;
    readonly password?: string | undefined;
    readonly database?: string | undefined;
    readonly table?: string | undefined;
    readonly columns?: ColumnNames | undefined;
    readonly caFile?: string | undefined;
    readonly requestSeconds?: number | undefined;
    readonly reader?: {
        readonly username: string;
        readonly password?: string | undefined;
    } | undefined;
}

interface ColumnNames {
    readonly timestamp?: string | undefined;
    readonly user_id?: string | null | undefined;
    readonly organization_id?: string | null | undefined;
    readonly workspace_id?: string | undefined;
    readonly source_ip?: string | null | undefined;
    readonly event_type?: string | null | undefined;
    readonly resource_id?: string | null | undefined;
    readonly details_json?: string | undefined;
    readonly initiated_by?: string | null | undefined;
}

interface Surroundings {
    readonly now?: () => number;
}

declare const _default: import("@hexaops/core").Plugin;

declare function createAuditClickHouse(config: AuditClickHouseConfig, { now }?: Surroundings): AuditClickHouse;
