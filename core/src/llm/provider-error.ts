import { APICallError, LoadAPIKeyError, NoSuchModelError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';

/**
 * What a provider has raised, as one of the closed codes. The provider's own words are left in the cause, which nobody
 * stores or shows: they may repeat the prompt, or a key.
 */
export function modelError(name: string, cause: unknown): HexaopsError {
  if (HexaopsError.is(cause)) return cause;
  if (APICallError.isInstance(cause)) return ofStatus(name, cause);
  if (LoadAPIKeyError.isInstance(cause)) {
    return unavailable(name, 'has no key', 'give its provider a key in the configuration', cause);
  }
  if (NoSuchModelError.isInstance(cause)) {
    return unavailable(name, 'is not there', 'name a model that the provider has', cause);
  }
  if (UnsupportedFunctionalityError.isInstance(cause)) {
    return unavailable(name, 'cannot do what was asked of it', 'choose another model for this purpose', cause);
  }
  return unavailable(name, 'could not be reached', 'ask again; rules answer without a model', cause);
}

function ofStatus(name: string, cause: APICallError): HexaopsError {
  switch (cause.statusCode) {
    case 429:
      return new HexaopsError('rate-limited', `the model ${name} takes no more calls for now`, {
        cause,
        nextStep: 'ask again in a minute',
      });
    case 401:
    case 403:
      return unavailable(name, 'refuses its key', 'check the key of its provider', cause);
    case 404:
      return unavailable(name, 'is not there', 'name a model that the provider has', cause);
    default: {
      const status = cause.statusCode === undefined ? '' : ` (status ${cause.statusCode})`;
      return unavailable(name, `did not answer${status}`, 'ask again; rules answer without a model', cause);
    }
  }
}

function unavailable(name: string, what: string, nextStep: string, cause: unknown): HexaopsError {
  return new HexaopsError('model-unavailable', `the model ${name} ${what}`, { cause, nextStep });
}
