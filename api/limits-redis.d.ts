// The public API of @hexaops/limits-redis: npm run api writes it.

// @hexaops/limits-redis
export {
  LimitsRedisConfig,
  _default as default,
};

interface LimitsRedisConfig {
    readonly url: string;
    readonly prefix?: string;
    readonly timeoutMilliseconds?: number;
    readonly placeSeconds?: number;
}

declare const _default: import("@hexaops/core").Plugin;
