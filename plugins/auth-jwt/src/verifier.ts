import { createVerify } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Caller } from '@hexaops/core';
import type { KeySet, VerificationKey } from './keys/key-set.ts';
import type { KeySource } from './keys/key-source.ts';
import { resolvePolicy, type PolicyOptions } from './policy.ts';
import { tokenInvalid } from './refusal.ts';
import { callerOf } from './token/claims.ts';
import { type CompactToken, parseCompact, parseSegment } from './token/compact.ts';

export interface VerifierOptions extends PolicyOptions {
  readonly keys: KeySource;
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number;
}

export interface Verifier {
  /**
   * The caller that a token names. Raises `token-invalid`, `token-expired` (of a token whose signature holds), and
   * `control-plane-unavailable` where no keys can be had. No error carries any part of the token.
   */
  verify(token: string): Promise<Caller>;
}

/** Raises `config-invalid` for options that contradict themselves. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { keys, now = Date.now } = options;
  const policy = resolvePolicy(options);
  return {
    async verify(token) {
      const parsed = parseCompact(token, policy.maximumTokenBytes, policy.algorithms);
      await checkSignature(parsed, keys);
      return callerOf(parseSegment(parsed.payload, 'payload'), token, policy, now());
    },
  };
}

async function checkSignature(token: CompactToken, keys: KeySource): Promise<void> {
  const set = await keys.current();
  if (await isSignedByOne(token, fittingKeys(token, set))) return;
  const newer = await keys.newer(set);
  if (newer !== undefined && (await isSignedByOne(token, fittingKeys(token, newer)))) return;
  const { keys: usable, refused } = newer ?? set;
  throw tokenInvalid(
    usable.length === 0
      ? `no key of the control plane may verify it${refused.length === 0 ? '' : ` (${refused.slice(0, 3).join('; ')})`}`
      : 'no key of the control plane verifies its signature',
  );
}

/** Those of its key id where there are any: a key id is a hint for choosing, and proves nothing. */
function fittingKeys({ algorithm, keyId }: CompactToken, { keys }: KeySet): readonly VerificationKey[] {
  const fitting = keys.filter((key) => key.algorithm === algorithm);
  const named = fitting.filter((key) => keyId !== undefined && key.keyId === keyId);
  return named.length > 0 ? named : fitting;
}

/** Keys that are tried before others get a turn: one takes some thirty microseconds. */
const keysInOneTurn = 8;

async function isSignedByOne(token: CompactToken, keys: readonly VerificationKey[]): Promise<boolean> {
  // The first key may not be the one: two overlap while the control plane rotates, and its tokens carry no key id.
  for (const [index, key] of keys.entries()) {
    if (index > 0 && index % keysInOneTurn === 0) await nextTurn();
    if (isSignedBy(token, key)) return true;
  }
  return false;
}

/** In this thread: a token lives for ten seconds and is checked anew each time, and handing it to another one costs more. */
function isSignedBy({ signed, signature }: CompactToken, { key, algorithm }: VerificationKey): boolean {
  const check = createVerify('sha256').update(signed);
  try {
    // An RSA key alone stands for PKCS #1 v1.5, which is what RS256 is.
    return algorithm === 'RS256'
      ? check.verify(key, signature)
      : check.verify({ key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
