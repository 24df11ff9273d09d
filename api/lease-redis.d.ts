// The public API of @hexaops/lease-redis: npm run api writes it.

// @hexaops/lease-redis
export {
  LeaseRedisConfig,
  RedisLeases,
  _default as default,
};

interface LeaseRedisConfig {
    readonly url: string;
    readonly prefix?: string;
    readonly timeoutMilliseconds?: number;
    readonly leaseSeconds?: number;
}

declare class RedisLeases implements ReplicaLeases, Disposable {
    readonly id = "redis";
    constructor(config: LeaseRedisConfig);
    connect(): Promise<void>;
    check(signal: AbortSignal): Promise<CheckOutcome>;
    exchange(group: string, own: string): Promise<readonly string[] | undefined>;
    take(name: string, most: number): Promise<LeaseRelease | undefined | 'unknown'>;
    [Symbol.dispose](): void;
}

declare const _default: import("@hexaops/core").Plugin;
