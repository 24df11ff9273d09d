import { type ErrorCode, HexaopsError } from '@hexaops/core';
import { parseJwks } from './keys/parse-jwks.ts';
import { fixedKeys } from './keys/key-source.ts';
import type { PolicyOptions } from './policy.ts';
import { createVerifier, type Verifier } from './verifier.ts';

export type Verdict =
  | {
      readonly valid: true;
      readonly subject: string;
      readonly workspace: string;
      /** RFC 3339. */
      readonly expiresAt: string;
    }
  | { readonly valid: false; readonly code: ErrorCode; readonly reason: string };

export interface LineOptions extends PolicyOptions {
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number;
}

/**
 * One verdict for each line, in order: what the service would say to that token. No line makes it throw, whatever its
 * bytes. Raises `config-invalid` before the first verdict where `jwksText` is no JWKS or the options contradict
 * themselves; a JWKS whose keys are all refused is one by which no token is valid.
 */
export async function* verifyLines(
  jwksText: string,
  lines: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: LineOptions = {},
): AsyncGenerator<Verdict, void, void> {
  const set = await parseJwks(jwksText);
  const verifier = createVerifier({ ...options, keys: fixedKeys(async () => set) });
  for await (const line of lines) yield await judge(verifier, line);
}

async function judge(verifier: Verifier, line: string | Uint8Array): Promise<Verdict> {
  try {
    const { subject, workspace, token } = await verifier.verify(typeof line === 'string' ? line : latin1(line));
    return { valid: true, subject, workspace, expiresAt: new Date(token?.expiresAt ?? 0).toISOString() };
  } catch (error) {
    if (HexaopsError.is(error)) return { valid: false, code: error.code, reason: error.message };
    return { valid: false, code: 'internal', reason: 'the token could not be checked' };
  }
}

/** A byte beyond ASCII stays one character beyond ASCII, which no token holds. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
