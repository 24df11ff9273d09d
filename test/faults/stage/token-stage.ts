import { createJwtAuthenticator, type AuthJwtConfig } from '@hexaops/auth-jwt';
import { type Authenticator, HexaopsError } from '@hexaops/core';
import { type Clock, type ControlPlane, createControlPlane, type TokenRequest } from '@hexaops/example-control-plane';
import type { VirtualClock } from '../frame/virtual-clock.ts';

const jwksPath = '/.well-known/jwks.json';

/** The reference control plane's keys and tokens over HTTP, and the service's check of them, each by a clock of its own. */
export class TokenStage implements AsyncDisposable {
  readonly controlPlane: ControlPlane;
  /** When the JWKS was asked for, by the service's clock. */
  readonly fetches: number[] = [];
  readonly #clock: VirtualClock;
  readonly #authenticator: Authenticator;

  private constructor(controlPlane: ControlPlane, clock: VirtualClock, config: AuthJwtConfig) {
    this.controlPlane = controlPlane;
    this.#clock = clock;
    this.#authenticator = createJwtAuthenticator(
      { jwksUrl: `${controlPlane.url}${jwksPath}`, ...config },
      {
        now: clock.now,
        wait: clock.wait,
        fetch: (url, init) => {
          this.fetches.push(clock.now());
          return fetch(url, init);
        },
      },
    );
  }

  static async open(
    clock: VirtualClock,
    { minting = clock, ...config }: AuthJwtConfig & { readonly minting?: Clock } = {},
  ): Promise<TokenStage> {
    const controlPlane = await createControlPlane({ cluster: { kind: 'recorded', objects: [] }, clock: minting });
    return new TokenStage(controlPlane, clock, config);
  }

  mint(request: TokenRequest = {}): Promise<string> {
    return this.controlPlane.makeToken({ workspace: 'shop', ...request });
  }

  /** `accepted`, or the code of the refusal, of each. What of the clock's time they wait for passes. */
  verdicts(...tokens: readonly string[]): Promise<readonly string[]> {
    return this.#clock.during(Promise.all(tokens.map((token) => this.#verdict(token))));
  }

  async #verdict(token: string): Promise<string> {
    try {
      const headers = { authorization: `Bearer ${token}` };
      const caller = await this.#authenticator.authenticate({ headers }, new AbortController().signal);
      return caller === undefined ? 'no credential' : 'accepted';
    } catch (error) {
      if (HexaopsError.is(error)) return error.code;
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.controlPlane.switches.reset();
    return this.controlPlane.close();
  }
}

/** The most that lie in any window of that length, in the unit of the times. */
export function mostWithin(times: readonly number[], length: number): number {
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + length).length));
}
