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

const url = { type: 'string', pattern: '^https?://[^/@\\s]+/?$' } as const;

export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  anyOf: [{ required: ['nodes'] }, { required: ['service'] }],
  properties: {
    nodes: {
      type: 'array',
      items: url,
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      description: 'Base URLs of nodes: http://gpu-1:11434. These, the addresses of service, or both.',
    },
    service: {
      type: 'string',
      pattern: '^[A-Za-z0-9.-]+:[0-9]{1,5}$',
      description: 'host:port of which every address is a node, looked up again and again: a headless Service.',
    },
    id: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{0,62}$',
      default: defaults.id,
      description: 'Of the provider: models are written id/model.',
    },
    slots: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: defaults.slots,
      description: "Calls at a time of one model on one node: the nodes' OLLAMA_NUM_PARALLEL.",
    },
    modelsPerNode: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: defaults.modelsPerNode,
      description: "Models at a time on one node: at most the nodes' OLLAMA_MAX_LOADED_MODELS.",
    },
    contextTokens: {
      type: 'integer',
      minimum: 512,
      maximum: 1_048_576,
      default: defaults.contextTokens,
      description: 'num_ctx of every call: another one would load the model anew.',
    },
    authorization: {
      type: 'string',
      minLength: 1,
      description: 'The header of that name, for a proxy before the nodes. A secret.',
    },
    weights: {
      type: 'object',
      additionalProperties: { type: 'number', exclusiveMinimum: 0 },
      description: 'Shares by workspace, where they are not 1.',
    },
    maximumWaiting: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: defaults.maximumWaiting,
      description: 'Calls that may wait, of all classes.',
    },
    replicas: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: defaults.replicas,
      description: 'Replicas of the service that use the same nodes.',
    },
    pollMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 60_000,
      default: defaults.pollMilliseconds,
      description: 'How often each node is asked what it has loaded.',
    },
    firstTokenMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 600_000,
      default: defaults.firstTokenMilliseconds,
      description: 'A node that has written nothing for so long is given up, and another one asked.',
    },
    idleMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 600_000,
      default: defaults.idleMilliseconds,
      description: 'A node that falls silent for so long while it writes is given up.',
    },
  },
} as const;
