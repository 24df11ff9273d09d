import { HexaopsError } from '@hexaops/core';
import { type KeySet, readKeySet } from './key-set.ts';
import type { KeySource } from './key-source.ts';

export interface CacheOptions {
  /** The JWKS as text. Must heed the signal. */
  readonly load: (signal: AbortSignal) => Promise<string>;
  readonly timeoutMilliseconds: number;
  /** After this long the keys at hand still serve, while new ones are loaded behind them. */
  readonly refreshSeconds: number;
  /** The least time between a load that brought nothing and the next one. */
  readonly retrySeconds: number;
  /** Keys that could not be loaded again for this long are no longer trusted. */
  readonly staleSeconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The keys of a JWKS that somebody else keeps and rotates.
 *
 * - At most one load is under way; it is bounded in time, and no request waits for it that the keys at hand can serve.
 * - A load that fails holds off every other for `retrySeconds`: whatever tokens come, a JWKS that hangs is asked once
 *   in that time. A load for a token of an unknown key that brings nothing new holds off the next of that kind. One
 *   that brings new keys holds off none, so that a second rotation shortly after refuses no valid token.
 * - An answer that is no JWKS changes nothing; a JWKS without a usable key withdraws all keys.
 */
export class CachedKeys implements KeySource {
  readonly #options: CacheOptions;
  #set: KeySet | undefined;
  #loadedAt = 0;
  #loading: Promise<boolean> | undefined;
  #failedAt: number | undefined;
  #fruitlessAt: number | undefined;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  async current(): Promise<KeySet> {
    if (this.#set !== undefined && this.#elapsed(this.#loadedAt, this.#options.staleSeconds)) this.#set = undefined;
    if (this.#set === undefined) await this.#load();
    else if (this.#elapsed(this.#loadedAt, this.#options.refreshSeconds)) void this.#load();
    if (this.#set !== undefined) return this.#set;
    throw new HexaopsError('control-plane-unavailable', 'the keys that sign tokens cannot be loaded', {
      nextStep: 'see that the JWKS of the configuration (jwksUrl or jwksFile) can be read, then send the request again',
    });
  }

  async newer(seen: KeySet): Promise<KeySet | undefined> {
    if (this.#set === seen) {
      if (this.#loading !== undefined) await this.#loading;
      else if (this.#elapsed(this.#fruitlessAt, this.#options.retrySeconds)) {
        const startedAt = this.#options.now();
        if ((await this.#load()) && this.#set === seen) this.#fruitlessAt = startedAt;
      }
    }
    return this.#set === seen ? undefined : this.#set;
  }

  /** Whether the JWKS was loaded, be it the same as before. Never rejects. */
  #load(): Promise<boolean> {
    if (this.#loading !== undefined) return this.#loading;
    if (!this.#elapsed(this.#failedAt, this.#options.retrySeconds)) return Promise.resolve(false);
    const startedAt = this.#options.now();
    const loading = this.#loadOnce()
      .then(
        (set) => {
          if (set.fingerprint !== this.#set?.fingerprint) this.#set = set;
          this.#loadedAt = startedAt;
          this.#failedAt = undefined;
          return true;
        },
        () => {
          this.#failedAt = startedAt;
          return false;
        },
      )
      .finally(() => {
        this.#loading = undefined;
      });
    this.#loading = loading;
    return loading;
  }

  async #loadOnce(): Promise<KeySet> {
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        controller.abort();
        reject(new Error('no answer in time'));
      }, this.#options.timeoutMilliseconds);
    });
    try {
      return await readKeySet(await Promise.race([this.#options.load(controller.signal), timeout]));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether `seconds` have passed since `then`. A clock that was set back has passed them: it must lock nobody out. */
  #elapsed(then: number | undefined, seconds: number): boolean {
    if (then === undefined) return true;
    const since = this.#options.now() - then;
    return since < 0 || since >= seconds * 1000;
  }
}
