// The public API of @hexaops/worker-clickhouse: npm run api writes it.

// @hexaops/worker-clickhouse
export {
  Configuration,
  _default as default,
};

// @hexaops/worker-clickhouse/source
export {
  Answer,
  ClickHouse,
  Configuration,
  Row,
  Settings,
  settingsOf,
};

interface Answer {
    readonly rows: readonly Row[];
    readonly truncated: boolean;
}

declare class ClickHouse implements AsyncDisposable {
    constructor(settings: Settings);
    ask(query: TemplateQuery, byteCap: number, signal: AbortSignal): Promise<Answer>;
    stream(query: TemplateQuery, byteCap: number, signal: AbortSignal): AsyncGenerator<readonly Row[] | 'truncated'>;
    [Symbol.asyncDispose](): Promise<void>;
}

type ColumnName = (typeof columnNames)[number];

interface Configuration {
    readonly url: string;
    readonly user?: string;
    readonly password?: string;
    readonly database?: string;
    readonly sources?: Partial<Readonly<Record<LogSourceName, OwnSource | false>>>;
    readonly defaultSource?: LogSourceName;
    readonly timeoutMilliseconds?: number;
    readonly rows?: number;
    readonly templateRows?: number;
    readonly rowsToRead?: number;
    readonly memoryBytes?: number;
    readonly lookbackHours?: number;
}

type LogColumns = Readonly<Record<'time' | 'workspace' | 'message', string>> & Readonly<Partial<Record<ColumnName, string>>>;

interface LogSource {
    readonly database: string;
    readonly table: string;
    readonly columns: LogColumns;
    readonly people: People;
}

type LogSourceName = (typeof logSourceNames)[number];

type OwnColumns = {
    readonly [K in keyof LogSource['columns']]?: string | false;
};

interface OwnSource {
    readonly database?: string;
    readonly table?: string;
    readonly columns?: OwnColumns;
    readonly people?: People;
}

type Parameter = string | number | readonly string[];

type People = 'own' | 'masked' | 'all';

type Row = Readonly<Record<string, string | number>>;

interface Settings {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly sources: ReadonlyMap<string, LogSource>;
    readonly defaultSource: LogSourceName;
    readonly timeoutMilliseconds: number;
    readonly rows: number;
    readonly templateRows: number;
    readonly rowsToRead: number;
    readonly memoryBytes: number;
    readonly lookback: number;
}

interface TemplateQuery {
    readonly text: string;
    readonly parameters: Readonly<Record<string, Parameter>>;
}

declare const _default: import("@hexaops/core").Plugin;

declare const columnNames: readonly ['time', 'workspace', 'message', 'level', 'service', 'component', 'pod', 'trace', 'user', 'address', 'namespace', 'kind', 'name', 'reason', 'count', 'pipeline', 'run', 'stage', 'task', 'exitCode'];

declare const logSourceNames: readonly ['applications', 'control-plane', 'pipelines', 'assistant', 'events', 'security'];

declare function settingsOf(configuration: Configuration): Settings;
