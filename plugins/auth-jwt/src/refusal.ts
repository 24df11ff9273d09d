import { HexaopsError } from '@hexaops/core';

const nextStep = 'sign in again and send the request with a fresh token';

/**
 * The token does not hold. `reason` is made of words of this package and of the configuration alone: never of a part of
 * the token, which may be somebody's working credential, or text that an attacker wants in a log.
 */
export function tokenInvalid(reason: string): HexaopsError {
  return new HexaopsError('token-invalid', `the token is refused: ${reason}`, { nextStep });
}

export function tokenExpired(): HexaopsError {
  return new HexaopsError('token-expired', 'the token has expired', { nextStep });
}

export function configInvalid(reason: string, next: string): HexaopsError {
  return new HexaopsError('config-invalid', `auth-jwt: ${reason}`, { nextStep: next });
}
