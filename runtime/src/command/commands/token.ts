import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { verifyLines } from '@hexaops/auth-jwt';
import { HexaopsError, messageOf } from '@hexaops/core';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';

export interface TokenVerifyOptions {
  readonly jwks: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly tokenType?: string;
  readonly leeway?: string;
  /** RFC 3339. */
  readonly at?: string;
  /** End with 1 where a token is not valid. */
  readonly exitCode?: boolean;
}

/** Reads a token a line from standard input and prints a verdict a line, as JSON, in the same order. */
export async function verifyTokens(io: Io, options: TokenVerifyOptions): Promise<ExitCode> {
  const { issuer, audience, tokenType } = options;
  const at = options.at === undefined ? undefined : Date.parse(options.at);
  if (Number.isNaN(at))
    throw new HexaopsError('input-invalid', `--at "${options.at ?? ''}" is no time`, {
      nextStep: 'write it like 2026-01-31T12:00:00Z',
    });
  const policy = {
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(tokenType === undefined ? {} : { tokenType }),
    ...(options.leeway === undefined ? {} : { leewaySeconds: Number(options.leeway) }),
    ...(at === undefined ? {} : { now: () => at }),
  };
  const lines = createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  let refused = 0;
  for await (const verdict of verifyLines(await readJwks(options.jwks), lines, policy)) {
    if (!verdict.valid) refused += 1;
    print(io, JSON.stringify(verdict));
  }
  return refused > 0 && options.exitCode === true ? exitCode.failed : exitCode.done;
}

async function readJwks(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new HexaopsError('input-invalid', `the JWKS cannot be read: ${messageOf(cause)}`, {
      cause,
      nextStep: 'give --jwks the path of a JSON file {"keys": [...]}',
    });
  }
}
