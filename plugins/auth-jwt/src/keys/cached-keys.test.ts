import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { claims, ecKey, jwksOf, mint, noon, noonSeconds, rsaKey, type SigningKey } from '../testing/tokens.ts';
import { createVerifier, type Verifier } from '../verifier.ts';
import { CachedKeys } from './cached-keys.ts';

const first = rsaKey();
const second = ecKey();
const third = ecKey();
const stranger = ecKey();

/** A verifier whose JWKS and clock the test holds in its hand. */
class Stage {
  /** Seconds since noon. */
  time = 0;
  loads: number[] = [];
  /** Undefined: it hangs. A text that is no JWKS is answered as it stands. */
  published: string | undefined = jwksOf(first);
  readonly verifier: Verifier;

  constructor() {
    const now = (): number => noon + this.time * 1000;
    const keys = new CachedKeys({
      load: () => this.#load(),
      timeoutMilliseconds: 5,
      refreshSeconds: 300,
      retrySeconds: 30,
      unknownKeySeconds: 1,
      staleSeconds: 86_400,
      now,
      wait: async (milliseconds) => {
        this.time += milliseconds / 1000;
      },
    });
    this.verifier = createVerifier({ keys, now });
  }

  #load(): Promise<string> {
    this.loads.push(this.time);
    const { published } = this;
    return published === undefined ? new Promise(() => undefined) : Promise.resolve(published);
  }

  accepts(key: SigningKey): Promise<unknown> {
    return this.verifier.verify(this.token(key));
  }

  async refuses(key: SigningKey, code = 'token-invalid'): Promise<void> {
    await assert.rejects(this.accepts(key), (error: unknown) => HexaopsError.is(error) && error.code === code);
  }

  token(key: SigningKey): string {
    const iat = noonSeconds + this.time;
    return mint(key, { ...claims, iat, exp: iat + 10 });
  }
}

describe('keys that rotate', () => {
  it('refuse no valid token while two overlap', async () => {
    const stage = new Stage();
    for (const [published, valid] of [
      [[first], [first]],
      [
        [first, second],
        [first, second],
      ],
      [[second], [second]],
      [
        [second, third],
        [second, third],
      ],
      [[third], [third]],
    ] as const) {
      stage.published = jwksOf(...published);
      for (const key of valid) await stage.accepts(key);
      stage.time += 1;
    }
  });

  it('are loaded again for a token of an unknown key, once for all tokens that come meanwhile', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    stage.published = jwksOf(first, second);
    await Promise.all(Array.from({ length: 100 }, () => stage.accepts(second)));
    assert.deepEqual(stage.loads, [0, 0]);
  });

  it('are loaded once in a second for unknown keys, whatever comes', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    for (stage.time = 1; stage.time < 20; stage.time += 0.1) {
      await Promise.all(Array.from({ length: 5 }, () => stage.refuses(stranger)));
      await stage.accepts(first);
    }
    const [, ...later] = stage.loads;
    assert.ok(later.length >= 15);
    for (const [index, load] of later.entries()) assert.ok(load - (later[index - 1] ?? -1) > 0.999, String(later));
  });

  it('that a stranger was refused for a moment ago are looked for again by a valid token, which waits for them', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    await stage.refuses(stranger);
    stage.published = jwksOf(first, second);
    await stage.accepts(second);
    assert.deepEqual(stage.loads, [0, 0, 1]);
  });

  it('that come while the keys of before are still being loaded are looked for once more', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    const refused = stage.refuses(stranger);
    await new Promise(setImmediate);
    stage.published = jwksOf(first, second);
    await Promise.all([refused, stage.accepts(second)]);
  });

  it('are loaded behind the requests when they are old, and a withdrawn one is gone then', async () => {
    const stage = new Stage();
    stage.published = jwksOf(first, second);
    await stage.accepts(first);
    stage.published = jwksOf(second);
    stage.time = 299;
    await stage.accepts(first);
    assert.equal(stage.loads.length, 1);
    stage.time = 300;
    await stage.accepts(first);
    await new Promise(setImmediate);
    await stage.accepts(second);
    await stage.refuses(first);
  });

  it('are all withdrawn by a JWKS without any', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    stage.published = '{"keys":[]}';
    await stage.refuses(stranger);
    await stage.refuses(first);
  });
});

describe('a JWKS that hangs or fails', () => {
  for (const published of [undefined, '<html>', '{"error":"down"}']) {
    it(`${published ?? 'hanging'}: the keys at hand serve, and it is asked once in 30 s`, async () => {
      const stage = new Stage();
      await stage.accepts(first);
      stage.published = published;
      for (stage.time = 290; stage.time <= 420; stage.time += 1) {
        await stage.accepts(first);
        await stage.refuses(stranger);
      }
      const [, ...later] = stage.loads;
      assert.equal(later[0], 290);
      for (const [index, load] of later.entries()) assert.ok(load - (later[index - 1] ?? 0) >= 30, String(later));
      assert.ok(later.length >= 4);
      stage.published = jwksOf(second);
      stage.time += 30;
      await stage.accepts(second);
    });
  }

  it('from the start: says that no keys can be had, and recovers', async () => {
    const stage = new Stage();
    stage.published = undefined;
    await Promise.all([
      stage.refuses(first, 'control-plane-unavailable'),
      stage.refuses(first, 'control-plane-unavailable'),
    ]);
    stage.time = 29;
    await stage.refuses(first, 'control-plane-unavailable');
    assert.deepEqual(stage.loads, [0]);
    stage.published = jwksOf(first);
    stage.time = 30;
    await stage.accepts(first);
  });

  it('for a day: the keys at hand are no longer trusted', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    stage.published = undefined;
    stage.time = 86_399;
    await stage.accepts(first);
    stage.time = 86_400 + 30;
    await stage.refuses(first, 'control-plane-unavailable');
  });
});

describe('a clock that is set back', () => {
  it('keeps no key from being loaded', async () => {
    const stage = new Stage();
    await stage.accepts(first);
    await stage.refuses(stranger);
    stage.time = -100_000;
    stage.published = jwksOf(first, second);
    await stage.accepts(second);
  });
});
