/** How long is in milliseconds, what is long in tokens. */
export interface LlmOllamaConfig {
  /** Base URLs of nodes: http://gpu-1:11434. */
  readonly nodes?: readonly string[];
  /** A name whose addresses are nodes, looked up again and again: that of a headless Service. `host:port`. */
  readonly service?: string;
  /** Of the provider: models are written `id/model`. */
  readonly id?: string;
  /** The nodes' OLLAMA_NUM_PARALLEL. */
  readonly slots?: number;
  /** At most the nodes' OLLAMA_MAX_LOADED_MODELS. */
  readonly modelsPerNode?: number;
  /** `num_ctx` of every call: another one would load the model anew. */
  readonly contextTokens?: number;
  /** For an authenticating proxy before the nodes. */
  readonly authorization?: string;
  /** Shares of workspaces; 1 unless told. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly maximumWaiting?: number;
  /** Replicas of the service that use the same nodes. */
  readonly replicas?: number;
  readonly pollMilliseconds?: number;
  readonly firstTokenMilliseconds?: number;
  readonly idleMilliseconds?: number;
}

const url = { type: 'string', pattern: '^https?://[^/@\\s]+/?$' } as const;

export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  anyOf: [{ required: ['nodes'] }, { required: ['service'] }],
  properties: {
    nodes: { type: 'array', items: url, minItems: 1, maxItems: 256, uniqueItems: true },
    service: { type: 'string', pattern: '^[A-Za-z0-9.-]+:[0-9]{1,5}$' },
    id: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' },
    slots: { type: 'integer', minimum: 1, maximum: 64 },
    modelsPerNode: { type: 'integer', minimum: 1, maximum: 64 },
    contextTokens: { type: 'integer', minimum: 512, maximum: 1_048_576 },
    authorization: { type: 'string', minLength: 1 },
    weights: { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
    maximumWaiting: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    replicas: { type: 'integer', minimum: 1, maximum: 100 },
    pollMilliseconds: { type: 'integer', minimum: 100, maximum: 60_000 },
    firstTokenMilliseconds: { type: 'integer', minimum: 100, maximum: 600_000 },
    idleMilliseconds: { type: 'integer', minimum: 100, maximum: 600_000 },
  },
} as const;

export const defaults = {
  id: 'ollama',
  slots: 4,
  modelsPerNode: 2,
  contextTokens: 8_192,
  maximumWaiting: 10_000,
  replicas: 1,
  pollMilliseconds: 2_000,
  firstTokenMilliseconds: 60_000,
  idleMilliseconds: 10_000,
} as const;
