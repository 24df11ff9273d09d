import { type Caller, HexaopsError } from '@hexaops/core';

/** Around its expiry, in milliseconds, a token that is refused may just have expired by the other side's clock. */
const clockDifference = 2000;

/** The caller's token, good to be sent. Raises `token-invalid` where there is none, `reauthentication-required` after its end. */
export function bearerOf({ token }: Caller, now: number): string {
  if (token === undefined) {
    throw new HexaopsError(
      'token-invalid',
      'the control plane is called with the token of the caller, and this one has none',
      {
        nextStep: 'send the request through the control plane, with a token',
      },
    );
  }
  if (token.isExpired(now)) throw reauthenticationRequired();
  const bearer = token.reveal();
  if (!/^[\x21-\x7e]+$/.test(bearer)) {
    throw new HexaopsError('token-invalid', 'the token cannot be sent in a header', { nextStep: 'use another token' });
  }
  return bearer;
}

/** What a 401 means at `now`. */
export function refusalOf({ token }: Caller, now: number): HexaopsError {
  if (token !== undefined && now >= token.expiresAt - clockDifference) return reauthenticationRequired();
  return new HexaopsError('control-plane-refuses-token', 'the control plane refuses a token that has not expired', {
    nextStep:
      'see that it accepts on its internal API the tokens that it mints for this service, and that clocks agree',
  });
}

function reauthenticationRequired(): HexaopsError {
  return new HexaopsError('reauthentication-required', 'the token has expired', {
    nextStep: 'resume the run with a fresh token',
    details: { reason: 'token-expired' },
  });
}
