import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
  NoSuchModelError,
  TypeValidationError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';

/**
 * What a provider has raised, as one of the closed codes, with advice on asking again: `details.retryable`, and
 * `details.retryAfterSeconds` where the provider says. The provider's own words are left in the cause, which nobody stores or
 * shows: they may repeat the prompt, or a key.
 */
export function modelError(name: string, cause: unknown): HexaopsError {
  if (HexaopsError.is(cause)) return cause;
  if (APICallError.isInstance(cause)) return ofStatus(name, cause);
  if (LoadAPIKeyError.isInstance(cause)) {
    return unavailable(name, 'has no key', 'give its provider a key in the configuration', cause, never);
  }
  if (NoSuchModelError.isInstance(cause)) {
    return unavailable(name, 'is not there', 'name a model that the provider has', cause, never);
  }
  if (UnsupportedFunctionalityError.isInstance(cause)) {
    return unavailable(name, 'cannot do what was asked of it', 'choose another model for this purpose', cause, never);
  }
  const isUnreadable = [JSONParseError, TypeValidationError, InvalidResponseDataError, EmptyResponseBodyError].some(
    (kind) => kind.isInstance(cause),
  );
  if (isUnreadable) {
    return unavailable(name, 'gave an answer that cannot be read', 'ask again', cause);
  }
  const said = statusSaid(cause);
  if (said !== undefined) return ofStatus(name, said);
  return unavailable(name, 'could not be reached', 'ask again; rules answer without a model', cause);
}

/** Asked again it will say the same. */
const never = Object.freeze({ retryable: false });

/** Of a call that a provider has refused, whatever form the refusal came in. */
interface Refusal {
  readonly statusCode?: number | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseBody?: string | undefined;
  readonly cause?: unknown;
}

function ofStatus(name: string, refusal: Refusal): HexaopsError {
  const retryAfterSeconds = retryAfter(refusal);
  const later = { retryable: true, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const wait = retryAfterSeconds === undefined ? 'a minute' : `${retryAfterSeconds} s`;
  switch (refusal.statusCode) {
    case 429:
      if (isUsedUp(refusal)) return usedUp(name, refusal);
      return new HexaopsError('rate-limited', `the model ${name} takes no more calls for now`, {
        cause: refusal,
        nextStep: `ask again in ${wait}`,
        details: later,
      });
    case 402:
      return usedUp(name, refusal);
    case 401:
    case 403:
      return wrongKey(name, refusal);
    case 404:
      return unavailable(name, 'is not there', 'name a model that the provider has', refusal, never);
    case 503:
    case 529:
      return unavailable(name, 'has too much to do', `ask again in ${wait}`, refusal, later);
    case 400:
    case 413:
    case 422:
      if (isWrongKey(refusal)) return wrongKey(name, refusal);
      if (isUsedUp(refusal)) return usedUp(name, refusal);
      return isTooLong(refusal) ? tooLong(name, refusal) : refused(name, refusal);
    default: {
      const status = refusal.statusCode === undefined ? '' : ` (status ${refusal.statusCode})`;
      return unavailable(name, `did not answer${status}`, 'ask again; rules answer without a model', refusal, later);
    }
  }
}

/** As OpenAI and what speaks its API, vLLM, Anthropic and Google say that a prompt is longer than the model's context. */
function isTooLong({ statusCode, responseBody = '' }: Refusal): boolean {
  return (
    statusCode === 413 ||
    /context_length_exceeded|maximum context length|prompt is too long|input token count|exceeds? the (?:available )?context/i.test(
      responseBody.slice(0, 4_096),
    )
  );
}

/** Google says so with status 400. */
function isWrongKey({ responseBody = '' }: Refusal): boolean {
  return /"API_KEY_INVALID"/.test(responseBody.slice(0, 4_096));
}

/** OpenAI and Anthropic say with status 429 or 400, too, that an account has nothing left: waiting does not help. */
function isUsedUp({ responseBody = '' }: Refusal): boolean {
  return /"(?:insufficient_quota|credit_balance_exhausted|\w{1,40}_(?:spend|usage)_limit_\w{1,20})"|"You have reached your specified (?:workspace )?API usage limits/.test(
    responseBody.slice(0, 4_096),
  );
}

function usedUp(name: string, cause: unknown): HexaopsError {
  return new HexaopsError('rate-limited', `the account of the model ${name} has nothing left`, {
    cause,
    nextStep: 'check the plan and the bills of the account that its key belongs to',
    details: never,
  });
}

function wrongKey(name: string, cause: unknown): HexaopsError {
  return unavailable(name, 'refuses its key', 'check the key of its provider', cause, never);
}

function tooLong(name: string, cause: unknown): HexaopsError {
  return new HexaopsError('model-input-too-large', `the prompt is longer than the model ${name} can read`, {
    cause,
    nextStep: 'lower models.promptTokens in the configuration, or choose a model with a longer context',
    details: never,
  });
}

function refused(name: string, cause: Refusal): HexaopsError {
  const what = `refuses the call (status ${cause.statusCode ?? 'unknown'})`;
  return unavailable(name, what, 'choose another model for this purpose', cause, never);
}

/** No wait that a provider tells is believed to be longer. */
const longestWait = 3_600;

/**
 * Whole seconds, from a header (seconds, a date, or milliseconds as OpenAI has them, too), or as Google says them in its body.
 * A date is taken by the clock of whoever says it, where that is told. Nonsense is not believed, nor more than an hour.
 */
function retryAfter({ responseHeaders = {}, responseBody = '' }: Refusal): number | undefined {
  const headers = new Map(Object.entries(responseHeaders).map(([name, value]) => [name.toLowerCase(), value]));
  const delay = /"retryDelay":\s{0,4}"(\d{1,6}(?:\.\d{1,9})?)s"/.exec(responseBody.slice(0, 16_384))?.[1];
  const milliseconds = numberIn(headers.get('retry-after-ms'));
  const seconds =
    numberIn(headers.get('retry-after')) ??
    secondsUntil(headers.get('retry-after'), headers.get('date')) ??
    (milliseconds === undefined ? numberIn(delay) : milliseconds / 1000);
  return seconds === undefined ? undefined : Math.min(Math.ceil(seconds), longestWait);
}

function numberIn(written: string | undefined): number | undefined {
  return written !== undefined && /^\d{1,9}(?:\.\d{1,9})?$/.test(written) ? Number(written) : undefined;
}

/** As HTTP writes dates: `Tue, 29 Oct 2024 16:56:32 GMT`. */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function secondsUntil(date: string | undefined, from: string | undefined): number | undefined {
  if (date === undefined || !httpDate.test(date)) return undefined;
  const now = from !== undefined && httpDate.test(from) ? Date.parse(from) : Date.now();
  const seconds = (Date.parse(date) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, seconds) : undefined;
}

/** In the middle of a stream a provider says in words what it would have said by a status before. */
const statuses: Readonly<Record<string, number>> = {
  overloaded_error: 529,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  context_length_exceeded: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  api_error: 500,
  server_error: 500,
  RESOURCE_EXHAUSTED: 429,
  UNAVAILABLE: 503,
  billing_error: 402,
  timeout_error: 504,
  request_too_large: 413,
  // Last: it stands beside others that say more.
  invalid_request_error: 400,
  invalid_prompt: 400,
};

function statusSaid(cause: unknown): Refusal | undefined {
  const text = writtenOut(cause);
  const found = Object.keys(statuses).find((kind) => text.includes(`"${kind}"`));
  return found === undefined ? undefined : { statusCode: statuses[found], responseBody: text, cause };
}

/** Anything can be thrown, also what JSON cannot write. */
function writtenOut(cause: unknown): string {
  if (typeof cause === 'string') return cause;
  try {
    return JSON.stringify(cause) ?? '';
  } catch {
    return '';
  }
}

function unavailable(
  name: string,
  what: string,
  nextStep: string,
  cause: unknown,
  details: Readonly<Record<string, unknown>> = { retryable: true },
): HexaopsError {
  return new HexaopsError('model-unavailable', `the model ${name} ${what}`, { cause, nextStep, details });
}
