import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import type { JWK } from 'jose';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Carries no `kid`, as the control plane's keys carry none today: a verifier has to try each. */
  readonly jwk: JWK;
}

const generate = promisify(generateKeyPair);

export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig' } };
}

/** The keys that internal tokens are signed and verified with. While keys overlap, the newest signs and all verify. */
export class SigningKeys {
  #current: SigningKey;
  #overlapping: SigningKey[] = [];
  #previous: SigningKey | undefined;

  private constructor(current: SigningKey) {
    this.#current = current;
  }

  static async create(): Promise<SigningKeys> {
    return new SigningKeys(await createSigningKey());
  }

  get current(): SigningKey {
    return this.#current;
  }

  /** The key before the current one, kept after it is dropped so that a token of a dropped key can be made. */
  get previous(): SigningKey | undefined {
    return this.#previous;
  }

  /** Newest first. */
  get valid(): readonly SigningKey[] {
    return [this.#current, ...this.#overlapping];
  }

  jwks(): { keys: JWK[] } {
    return { keys: this.valid.map(({ jwk }) => jwk) };
  }

  async rotate(): Promise<void> {
    const next = await createSigningKey();
    this.#overlapping = [this.#current, ...this.#overlapping];
    this.#previous = this.#current;
    this.#current = next;
  }

  dropOld(): void {
    this.#overlapping = [];
  }
}
