export interface LimitsRedisConfig {
  /** `redis://` or `rediss://`, with `user:password@` where the server asks for them. */
  readonly url: string;
  /** Before every key; two services on one Redis need two. */
  readonly prefix?: string;
  /** How long an answer of Redis is waited for before this process counts for itself. */
  readonly timeoutMilliseconds?: number;
  /** After this long without a sign of its holder a place is free again: it has crashed. */
  readonly placeSeconds?: number;
}

export const defaults = { prefix: 'hexaops', timeoutMilliseconds: 250, placeSeconds: 30 } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      pattern: '^rediss?://',
      description: 'redis://user:password@host:6379, or rediss:// for TLS; a password has its place here',
    },
    prefix: {
      type: 'string',
      pattern: '^[A-Za-z0-9:_-]{1,64}$',
      default: defaults.prefix,
      description: 'before every key; two services on one Redis need two',
    },
    timeoutMilliseconds: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: defaults.timeoutMilliseconds,
      description: 'how long an answer of Redis is waited for',
    },
    placeSeconds: {
      type: 'integer',
      minimum: 3,
      maximum: 3_600,
      default: defaults.placeSeconds,
      description: 'after which the places of a replica that has crashed are free again',
    },
  },
} as const;
