import { readFile } from 'node:fs/promises';
import { verifyLines } from '@hexaops/auth-jwt';
import { HexaopsError, messageOf } from '@hexaops/core';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { printableJson } from '../presentation/printable.ts';
import { linesOf } from './lines.ts';

export interface TokenVerifyOptions {
  readonly jwks: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly tokenType?: string;
  /** Seconds. */
  readonly leeway?: number;
  /** Milliseconds since the epoch; the present unless given. */
  readonly at?: number;
  /** End with 1 where a token is not valid. */
  readonly exitCode?: boolean;
}

/** Far longer than any token that is accepted: what is cut off cannot make one valid. */
const keptLineBytes = 1024 ** 2;

/** Reads a token a line from standard input and prints a verdict a line, as JSON, in the same order. */
export async function verifyTokens(io: Io, options: TokenVerifyOptions): Promise<ExitCode> {
  const { issuer, audience, tokenType, leeway, at } = options;
  const policy = {
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(tokenType === undefined ? {} : { tokenType }),
    ...(leeway === undefined ? {} : { leewaySeconds: leeway }),
    ...(at === undefined ? {} : { now: () => at }),
  };
  let refused = 0;
  for await (const verdict of verifyLines(await readJwks(options.jwks), linesOf(io.stdin, keptLineBytes), policy)) {
    if (!verdict.valid) refused += 1;
    await print(io, printableJson(verdict));
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
