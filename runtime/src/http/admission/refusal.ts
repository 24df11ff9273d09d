import { HexaopsError } from '@hexaops/core';
import type { AdmissionLimits } from './limits.ts';

/** How long to wait for a place, which is free as soon as somebody leaves it. Seconds. */
const secondsForPlace = 2;

/** More than a limit allows. `what` names it for people: `requests in a minute`. */
export function rateLimited(
  limit: keyof AdmissionLimits,
  limits: AdmissionLimits,
  what: string,
  milliseconds = secondsForPlace * 1000,
): HexaopsError {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new HexaopsError('rate-limited', `more than ${limits[limit]} ${what}`, {
    nextStep: `send it again in ${retryAfterSeconds} s`,
    details: { limit, allowed: limits[limit], retryAfterSeconds },
  });
}

/** New runs would only make every answer later. */
export function overloaded(): HexaopsError {
  return new HexaopsError('overloaded', 'the service has more to do than it can do in time', {
    nextStep: 'send it again in a moment',
  });
}
