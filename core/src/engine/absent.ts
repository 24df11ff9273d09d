import { HexaopsError } from '../errors.ts';

/** The same words for what is somebody else's and for what never was. */
export function absent(what: 'run' | 'session' | 'approval' | 'investigation'): HexaopsError {
  return new HexaopsError('not-found', `there is no such ${what}`, {
    nextStep: `check the ${what}'s id, and that you are in the workspace it belongs to`,
  });
}
