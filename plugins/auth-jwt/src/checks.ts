import { readFile } from 'node:fs/promises';
import { type Check, HexaopsError, messageOf, reach, requireClocksAgree } from '@hexaops/core';
import type { AuthJwtConfig } from './config.ts';
import { parseJwks } from './keys/parse-jwks.ts';

/** Whether the JWKS can be had, and holds a key that may verify tokens. */
export function keysCheck(config: AuthJwtConfig): Check {
  const place = config.jwksUrl ?? config.jwksFile ?? 'the configuration';
  return {
    name: 'keys',
    async check(signal) {
      const { keys, refused } = await parseJwks(await textOf(config, signal));
      const left = refused.length === 0 ? '' : `; left out: ${refused.join('; ')}`;
      if (keys.length > 0) return { message: `${keys.length} usable in ${place}${left}` };
      throw new HexaopsError('config-invalid', `${place} holds no usable key${left}`, {
        nextStep: 'publish an RSA key of at least 2048 bits, or one of the curve P-256',
      });
    },
  };
}

/** Whether whoever signs the tokens has this machine's time: a token is judged by it. */
export function clockCheck({ jwksUrl }: AuthJwtConfig): Check {
  return {
    name: 'clock',
    async check(signal) {
      if (jwksUrl === undefined) return { message: 'the keys come from no server', skipped: true };
      const { clock } = await reach(jwksUrl, signal);
      if (clock.theirs === undefined) return { message: `${jwksUrl} does not say what time it is`, skipped: true };
      requireClocksAgree('the control plane', clock);
      return { message: 'it agrees with that of the control plane' };
    },
  };
}

async function textOf({ jwks, jwksFile, jwksUrl }: AuthJwtConfig, signal: AbortSignal): Promise<string> {
  if (jwks !== undefined) return JSON.stringify(jwks);
  if (jwksFile !== undefined) {
    return readFile(jwksFile, { encoding: 'utf8', signal }).catch((cause: unknown) => {
      throw unreadable(jwksFile, messageOf(cause), cause);
    });
  }
  const url = jwksUrl ?? '';
  const { status, body } = await reach(url, signal);
  if (status !== 200) throw unreadable(url, `the answer was ${status}`);
  return body;
}

function unreadable(place: string, reason: string, cause?: unknown): HexaopsError {
  return new HexaopsError('control-plane-unavailable', `${place} cannot be read: ${reason}`, {
    cause,
    nextStep: 'check jwksUrl or jwksFile, and that the control plane runs',
  });
}
