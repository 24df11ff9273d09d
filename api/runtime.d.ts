// The public API of @hexaops/runtime: npm run api writes it.

// @hexaops/runtime
export {
  Config,
  LoadConfigOptions,
  LoadedConfig,
  ServeOptions,
  Service,
  WrittenConfig,
  configSchema,
  isSecretKey,
  loadConfig,
  serve,
};

interface AdmissionLimits {
    readonly subjectRequestsPerMinute: number;
    readonly workspaceRequestsPerMinute: number;
    readonly subjectRunsPerMinute: number;
    readonly subjectRuns: number;
    readonly workspaceRuns: number;
    readonly workspaceRunsPerSecond: number;
    readonly subjectStreams: number;
    readonly streams: number;
    readonly alertRequestsPerMinute: number;
    readonly failedAuthenticationsPerMinute: number;
    readonly refusalMilliseconds: number;
    readonly eventLoopMilliseconds: number;
}

type AlertCredential = {
    readonly workspaces?: readonly string[];
} & ({
    readonly token: string;
} | {
    readonly username: string;
    readonly password: string;
});

interface AlertsConfig {
    readonly credentials: readonly AlertCredential[];
    readonly workspaces: readonly AlertMapping[];
    readonly workspaceLabel: string | undefined;
}

interface Config {
    readonly mode: 'normal' | 'readOnly';
    readonly server: ServerConfig;
    readonly plugins: readonly PluginConfig[];
    readonly budget: Partial<BudgetLimits>;
    readonly models: ModelsConfig;
    readonly changes: Partial<ChangeLimits>;
    readonly approvalSeconds: number;
    readonly audit: Required<AuditSettings>;
    readonly alerts: AlertsConfig;
    readonly investigations: InvestigationsConfig | undefined;
    readonly rules: readonly string[];
    readonly workspaces: Readonly<Record<string, WorkspaceConfig>>;
    readonly defaultEnvironment: string | undefined;
    readonly logging: LoggingConfig;
}

interface ConfigProblem {
    readonly path: string;
    readonly message: string;
    readonly source: string;
    readonly line?: number;
    readonly column?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface HttpLimits extends AdmissionLimits {
    readonly bodyBytes: number;
    readonly messageBytes: number;
    readonly jsonDepth: number;
    readonly headerBytes: number;
    readonly connections: number;
    readonly headersMilliseconds: number;
    readonly requestMilliseconds: number;
    readonly keepAliveMilliseconds: number;
    readonly heartbeatMilliseconds: number;
    readonly stallMilliseconds: number;
    readonly streamBytes: number;
}

type InvestigationsConfig = Partial<Omit<InvestigationSettings, 'workspaces' | 'workspaceLabel'>>;

interface LoadConfigOptions {
    readonly file?: string;
    readonly environment?: Environment;
    readonly argv?: readonly string[];
}

interface LoadedConfig {
    readonly config: Config;
    readonly sources: readonly Source[];
    readonly file: string;
    readonly base: string;
    readonly problemAt: (violation: Violation) => ConfigProblem;
}

interface LoggingConfig {
    readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

interface PluginConfig {
    readonly use: string;
    readonly config: unknown;
}

interface ServeOptions {
    readonly logger?: Logger;
    readonly plugins?: readonly LoadedPlugin[];
}

interface ServerConfig {
    readonly host: string;
    readonly port: number;
    readonly trustedProxies: readonly string[];
    readonly limits: HttpLimits;
    readonly shutdownSeconds: number;
}

interface Service extends AsyncDisposable {
    readonly url: string;
    readonly engine: Engine;
    close(): Promise<void>;
}

interface Source {
    readonly path: readonly string[];
    readonly kind: 'reference' | 'override';
    readonly from: string;
    readonly secret: boolean;
}

interface Violation {
    readonly path: readonly string[];
    readonly message: string;
    readonly known?: readonly string[];
}

interface WorkspaceConfig {
    readonly environment?: string;
    readonly sensitivity?: Sensitivity;
}

interface WrittenConfig {
    readonly mode?: Config['mode'];
    readonly server?: Partial<Omit<ServerConfig, 'limits'>> & {
        readonly limits?: Partial<HttpLimits>;
    };
    readonly plugins?: readonly {
        readonly use: string;
        readonly config?: unknown;
    }[];
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

declare const configSchema: {
    readonly type: 'object';
    readonly additionalProperties: false;
    readonly properties: {
        readonly mode: {
            readonly enum: readonly ["normal", "readOnly"];
        };
        readonly server: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly host: {
                    readonly type: 'string';
                    readonly minLength: 1;
                };
                readonly port: {
                    readonly type: 'integer';
                    readonly minimum: 0;
                    readonly maximum: 65535;
                };
                readonly trustedProxies: {
                    readonly type: 'array';
                    readonly items: {
                        readonly type: 'string';
                    };
                    readonly maxItems: 1000;
                };
                readonly shutdownSeconds: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 600;
                };
                readonly limits: {
                    readonly type: 'object';
                    readonly additionalProperties: false;
                    readonly properties: {
                        readonly [x: string]: {
                            readonly type: 'integer';
                            readonly minimum: 0;
                            readonly maximum: 1000000000;
                        } | {
                            readonly type: 'integer';
                            readonly minimum: 1;
                            readonly maximum: 1073741824;
                        };
                    };
                };
            };
        };
        readonly plugins: {
            readonly type: 'array';
            readonly items: {
                readonly type: 'object';
                readonly additionalProperties: false;
                readonly required: readonly ["use"];
                readonly properties: {
                    readonly use: {
                        readonly type: 'string';
                        readonly minLength: 1;
                    };
                    readonly config: {
                        readonly type: 'object';
                    };
                };
            };
        };
        readonly budget: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                [k: string]: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 1073741824;
                };
            };
        };
        readonly models: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly sensitivity: {
                    readonly enum: readonly ["public", "internal", "confidential"];
                };
                readonly promptTokens: {
                    readonly type: 'integer';
                    readonly minimum: 1000;
                    readonly maximum: 10000000;
                };
                readonly outputTokens: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 10000000;
                };
                readonly milliseconds: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 600000;
                };
                readonly firstChunkMilliseconds: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 600000;
                };
                readonly idleMilliseconds: {
                    readonly type: 'integer';
                    readonly minimum: 1;
                    readonly maximum: 600000;
                };
                readonly rounds: {
                    readonly type: 'integer';
                    readonly minimum: 0;
                    readonly maximum: 20;
                };
                readonly words: {
                    readonly enum: readonly ["planned", "always"];
                };
                readonly unapprovedWrites: {
                    readonly type: 'boolean';
                };
                readonly prices: {
                    readonly type: 'object';
                    readonly additionalProperties: {
                        readonly type: 'object';
                        readonly additionalProperties: false;
                        readonly required: readonly ["input", "output"];
                        readonly properties: {
                            readonly input: {
                                readonly type: 'number';
                                readonly minimum: 0;
                            };
                            readonly output: {
                                readonly type: 'number';
                                readonly minimum: 0;
                            };
                        };
                    };
                };
                readonly budgets: {
                    readonly type: 'object';
                    readonly additionalProperties: false;
                    readonly properties: {
                        readonly window: {
                            readonly enum: readonly ["day", "month"];
                        };
                        readonly workspace: {
                            readonly type: 'object';
                            readonly additionalProperties: false;
                            readonly properties: {
                                readonly tokens: {
                                    readonly type: 'number';
                                    readonly minimum: 0;
                                };
                                readonly money: {
                                    readonly type: 'number';
                                    readonly minimum: 0;
                                };
                            };
                        };
                        readonly workspaces: {
                            readonly type: 'object';
                            readonly additionalProperties: {
                                readonly type: 'object';
                                readonly additionalProperties: false;
                                readonly properties: {
                                    readonly tokens: {
                                        readonly type: 'number';
                                        readonly minimum: 0;
                                    };
                                    readonly money: {
                                        readonly type: 'number';
                                        readonly minimum: 0;
                                    };
                                };
                            };
                        };
                        readonly user: {
                            readonly type: 'object';
                            readonly additionalProperties: false;
                            readonly properties: {
                                readonly tokens: {
                                    readonly type: 'number';
                                    readonly minimum: 0;
                                };
                                readonly money: {
                                    readonly type: 'number';
                                    readonly minimum: 0;
                                };
                            };
                        };
                        readonly run: {
                            readonly type: 'object';
                            readonly additionalProperties: false;
                            readonly properties: {
                                readonly money: {
                                    readonly type: 'number';
                                    readonly minimum: 0;
                                };
                            };
                        };
                    };
                };
            };
        };
        readonly changes: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                [k: string]: {
                    readonly type: 'integer';
                    readonly minimum: 0;
                    readonly maximum: 1000000000;
                } | {
                    type: string;
                    minimum: number;
                    maximum: number;
                };
            };
        };
        readonly approvalSeconds: {
            readonly type: 'integer';
            readonly minimum: 1;
            readonly maximum: 604800;
        };
        readonly audit: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly room: {
                    readonly type: 'integer';
                    readonly minimum: 0;
                    readonly maximum: 1000000000;
                };
                readonly keepDays: {
                    readonly type: 'integer';
                    readonly minimum: 0;
                    readonly maximum: 36500;
                };
            };
        };
        readonly alerts: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly credentials: {
                    readonly type: 'array';
                    readonly maxItems: 100;
                    readonly items: {
                        readonly type: 'object';
                        readonly additionalProperties: false;
                        readonly properties: {
                            readonly token: {
                                readonly type: 'string';
                                readonly minLength: 16;
                                readonly maxLength: 4096;
                                readonly pattern: '^[\\x21-\\x7e]+$';
                            };
                            readonly username: {
                                readonly type: 'string';
                                readonly pattern: '^[^:\\s]{1,100}$';
                            };
                            readonly password: {
                                readonly type: 'string';
                                readonly minLength: 16;
                                readonly maxLength: 4096;
                                readonly pattern: '^[\\x21-\\x7e]+$';
                            };
                            readonly workspaces: {
                                readonly type: 'array';
                                readonly minItems: 1;
                                readonly items: {
                                    readonly type: 'string';
                                    readonly minLength: 1;
                                };
                            };
                        };
                        readonly oneOf: readonly [{
                            readonly required: readonly ["token"];
                        }, {
                            readonly required: readonly ["username", "password"];
                        }];
                    };
                };
                readonly workspaceLabel: {
                    readonly type: 'string';
                    readonly pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$';
                };
                readonly workspaces: {
                    readonly type: 'array';
                    readonly maxItems: 10000;
                    readonly items: {
                        readonly type: 'object';
                        readonly additionalProperties: false;
                        readonly required: readonly ["labels", "workspace"];
                        readonly properties: {
                            readonly labels: {
                                readonly type: 'object';
                                readonly minProperties: 1;
                                readonly additionalProperties: {
                                    readonly type: 'string';
                                };
                            };
                            readonly workspace: {
                                readonly type: 'string';
                                readonly minLength: 1;
                            };
                        };
                    };
                };
            };
        };
        readonly investigations: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly workers: {
                    readonly type: 'array';
                    readonly items: {
                        readonly type: 'string';
                        readonly minLength: 1;
                    };
                };
            };
        };
        readonly rules: {
            readonly type: 'array';
            readonly items: {
                readonly type: 'string';
                readonly minLength: 1;
            };
        };
        readonly workspaces: {
            readonly type: 'object';
            readonly additionalProperties: {
                readonly type: 'object';
                readonly additionalProperties: false;
                readonly properties: {
                    readonly environment: {
                        readonly type: 'string';
                        readonly minLength: 1;
                    };
                    readonly sensitivity: {
                        readonly enum: readonly ["public", "internal", "confidential"];
                    };
                };
            };
        };
        readonly defaultEnvironment: {
            readonly type: 'string';
            readonly minLength: 1;
        };
        readonly logging: {
            readonly type: 'object';
            readonly additionalProperties: false;
            readonly properties: {
                readonly level: {
                    readonly enum: readonly ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
                };
            };
        };
    };
};

declare function isSecretKey(name: string): boolean;

declare function loadConfig({ file, environment, argv }: LoadConfigOptions): Promise<LoadedConfig>;

declare function serve(loaded: LoadedConfig, options?: ServeOptions): Promise<Service>;
