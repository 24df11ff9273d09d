export interface LeaseRedisConfig {
  /** `redis://` or `rediss://`, with `user:password@` where the server asks for them. */
  readonly url: string;
  /** Before every key; two services on one Redis need two. */
  readonly prefix?: string;
  /** How long an answer of Redis is waited for before this process does without. */
  readonly timeoutMilliseconds?: number;
  /** After this long without a sign of its holder a slot is free again: it has crashed. */
  readonly leaseSeconds?: number;
}

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', pattern: '^rediss?://' },
    prefix: { type: 'string', pattern: '^[A-Za-z0-9:_-]{1,64}$' },
    timeoutMilliseconds: { type: 'integer', minimum: 1, maximum: 10_000 },
    leaseSeconds: { type: 'integer', minimum: 3, maximum: 3_600 },
  },
} as const;

export const defaults = { prefix: 'hexaops', timeoutMilliseconds: 250, leaseSeconds: 15 } as const;
