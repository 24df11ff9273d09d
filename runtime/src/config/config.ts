import type {
  AlertMapping,
  AuditSettings,
  BudgetLimits,
  InvestigationSettings,
  ChangeLimits,
  ModelsConfig,
  Sensitivity,
} from '@hexaops/core';
import type { AlertCredential } from '../http/alerts/credentials.ts';
import type { HttpLimits } from '../http/limits.ts';

/** The service's configuration, complete: what the file leaves out has its default. */
export interface Config {
  /** `readOnly` refuses every write in code, whatever rules say. */
  readonly mode: 'normal' | 'readOnly';
  readonly server: ServerConfig;
  /** In the order of their start. Nothing is discovered: what is not listed is not loaded. */
  readonly plugins: readonly PluginConfig[];
  readonly budget: Partial<BudgetLimits>;
  /** Which models are called, where plugins bring any. */
  readonly models: ModelsConfig;
  /** What rules measure changes by. */
  readonly changes: Partial<ChangeLimits>;
  /** How long an approval stays open. */
  readonly approvalSeconds: number;
  /** How many records of changes may wait to be delivered, and how long delivered ones are kept. */
  readonly audit: Required<AuditSettings>;
  readonly alerts: AlertsConfig;
  /** Undefined: nothing is looked into but because of alerts, where somebody may send them. */
  readonly investigations: InvestigationsConfig | undefined;
  /** Absolute paths of files with rule sets. */
  readonly rules: readonly string[];
  readonly workspaces: Readonly<Record<string, WorkspaceConfig>>;
  /** Of workspaces that `workspaces` does not name. */
  readonly defaultEnvironment: string | undefined;
  readonly logging: LoggingConfig;
}

interface ServerConfig {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly limits: HttpLimits;
  /** From the wish to stop until whatever still runs is ended. */
  readonly shutdownSeconds: number;
}

interface PluginConfig {
  /** The name of a package, or a path beginning with `./` or `../`, from the configuration's file. */
  readonly use: string;
  /** Validated by the plugin's own schema when it is loaded. */
  readonly config: unknown;
}

export interface WorkspaceConfig {
  /** For rules: `production`, `staging`. */
  readonly environment?: string;
  /** Of its data: what is confidential is sent to models of private providers alone. */
  readonly sensitivity?: Sensitivity;
}

/** Who may tell of alerts, and whose those are. */
interface AlertsConfig {
  /** None: nobody may. */
  readonly credentials: readonly AlertCredential[];
  readonly workspaces: readonly AlertMapping[];
  /** A label whose value is the id of a workspace, for those that `workspaces` of the configuration names. */
  readonly workspaceLabel: string | undefined;
}

/** What is set of how alerts are looked into; the rest has its default. */
type InvestigationsConfig = Partial<Omit<InvestigationSettings, 'workspaces' | 'workspaceLabel'>>;

interface LoggingConfig {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** The configuration as it is written: everything may be left out. */
export interface WrittenConfig {
  readonly mode?: Config['mode'];
  readonly server?: Partial<Omit<ServerConfig, 'limits'>> & { readonly limits?: Partial<HttpLimits> };
  readonly plugins?: readonly { readonly use: string; readonly config?: unknown }[];
  readonly budget?: Partial<BudgetLimits>;
  readonly models?: ModelsConfig;
  readonly changes?: Partial<ChangeLimits>;
  readonly approvalSeconds?: number;
  readonly audit?: AuditSettings;
  readonly alerts?: Partial<AlertsConfig>;
  readonly investigations?: InvestigationsConfig;
  readonly rules?: readonly string[];
  readonly workspaces?: Readonly<Record<string, WorkspaceConfig>>;
  readonly defaultEnvironment?: string;
  readonly logging?: Partial<LoggingConfig>;
}
