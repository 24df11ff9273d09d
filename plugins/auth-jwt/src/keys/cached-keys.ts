import { HexaopsError } from '@hexaops/core';
import { type KeySet, readKeySet } from './key-set.ts';
import type { KeySource } from './key-source.ts';

export interface CacheOptions {
  /** The JWKS as text. Must heed the signal. */
  readonly load: (signal: AbortSignal) => Promise<string>;
  readonly timeoutMilliseconds: number;
  /** After this long the keys at hand still serve, while new ones are loaded behind them. */
  readonly refreshSeconds: number;
  /** The least time between a load that failed and the next one. */
  readonly retrySeconds: number;
  /** The least time between two loads for tokens of unknown keys of which the first brought nothing new. */
  readonly unknownKeySeconds: number;
  /** Keys that could not be loaded again for this long are no longer trusted. */
  readonly staleSeconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits that many milliseconds of the same clock. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * The keys of a JWKS that somebody else keeps and rotates.
 *
 * - At most one load is under way; it is bounded in time, and no request waits for it that the keys at hand can serve.
 * - A load that fails holds off every other for `retrySeconds`: whatever tokens come, a JWKS that hangs is asked once
 *   in that time.
 * - A token of an unknown key is refused only after a load that began when it was there already: else a token of nobody's
 *   that came just before a rotation would have valid ones refused after it. Such loads that bring nothing new are
 *   `unknownKeySeconds` apart; the tokens that come meanwhile wait for the next one, all for the same.
 * - An answer that is no JWKS changes nothing; a JWKS without a usable key withdraws all keys.
 */
export class CachedKeys implements KeySource {
  readonly #options: CacheOptions;
  #set: KeySet | undefined;
  #loadedAt = 0;
  #loading: Promise<boolean> | undefined;
  #failedAt: number | undefined;
  #fruitlessAt: number | undefined;
  /** The load for tokens of unknown keys that has not begun yet. */
  #next: Promise<void> | undefined;

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
      this.#next ??= this.#turn().then(() => {
        // From here on a token that comes needs another load.
        this.#next = undefined;
        return this.#set === seen ? this.#loadForUnknownKeys() : undefined;
      });
      await this.#next;
    }
    return this.#set === seen ? undefined : this.#set;
  }

  /** Settles when a load for tokens of unknown keys may begin. */
  async #turn(): Promise<void> {
    const wait = this.#mayLoad() ? this.#untilUnknownKeys() : 0;
    if (wait > 0) await this.#options.wait(wait);
    while (this.#loading !== undefined) await this.#loading;
  }

  async #loadForUnknownKeys(): Promise<void> {
    const seen = this.#set;
    const startedAt = this.#options.now();
    if ((await this.#load()) && this.#set === seen) this.#fruitlessAt = startedAt;
  }

  /** Milliseconds until keys may be loaded again for a token of an unknown key. */
  #untilUnknownKeys(): number {
    const { unknownKeySeconds, now } = this.#options;
    const since = this.#fruitlessAt;
    return since === undefined || this.#elapsed(since, unknownKeySeconds)
      ? 0
      : since + unknownKeySeconds * 1000 - now();
  }

  #mayLoad(): boolean {
    return this.#elapsed(this.#failedAt, this.#options.retrySeconds);
  }

  /** Whether the JWKS was loaded, be it the same as before. Never rejects. */
  #load(): Promise<boolean> {
    if (this.#loading !== undefined) return this.#loading;
    if (!this.#mayLoad()) return Promise.resolve(false);
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
