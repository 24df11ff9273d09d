import { type Caller, HexaopsError } from '@hexaops/core';
import { refusalOf } from './bearer.ts';
import { type Answer, ExchangeFailure } from './http/exchange.ts';
import { problemText } from './http/problem-text.ts';

/** Whether an answer says that trying again may help. */
export function isPassing({ status }: Answer): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** What every call raises: 401 and 403. Undefined for any other answer. */
export function denialOf(answer: Answer, caller: Caller, now: number): HexaopsError | undefined {
  if (answer.status === 401) return refusalOf(caller, now);
  if (answer.status !== 403) return undefined;
  return new HexaopsError('forbidden', `the control plane does not allow this user that: ${problemText(answer)}`, {
    nextStep: 'ask an administrator of the workspace for the permission',
    details: { status: 403 },
  });
}

/** What a read raises that was not answered, or not with what was asked for. */
export function readFailure(outcome: Answer | ExchangeFailure): HexaopsError {
  if (outcome instanceof ExchangeFailure) return unavailable(`does not answer (${outcome.message})`, outcome);
  const { status } = outcome;
  const details = { status };
  const said = problemText(outcome);
  if (status === 404) {
    return new HexaopsError('not-found', `the control plane knows no such thing: ${said}`, {
      nextStep: 'check the name',
      details,
    });
  }
  if (status === 400 || status === 422) {
    return new HexaopsError('arguments-invalid', `the control plane refuses the question: ${said}`, {
      nextStep: 'change the arguments',
      details,
    });
  }
  if (isPassing(outcome)) return unavailable(`answered ${status}: ${said}`, undefined, details);
  return new HexaopsError('tool-failed', `the control plane answered ${status}: ${said}`, {
    nextStep: status >= 300 && status < 400 ? 'set "url" to where it redirects to' : 'check "url" and "paths"',
    details,
  });
}

/** What an operation raises whose answer is no success. */
export function operationFailure(operation: string, outcome: Answer | ExchangeFailure): HexaopsError {
  if (outcome instanceof ExchangeFailure) {
    return outcome.nothingSent
      ? unavailable(`cannot be reached (${outcome.message}); nothing was sent, "${operation}" was not done`, outcome)
      : outcomeUnknown(operation, `there is no answer (${outcome.message})`, outcome);
  }
  const { status } = outcome;
  const said = problemText(outcome);
  if ((status >= 400 && status < 500) || status === 501) {
    return new HexaopsError('operation-failed', `the control plane did not do "${operation}": ${said}`, {
      nextStep:
        status === 404 || status === 501 ? 'check that it offers this operation ("operations")' : 'change the request',
      details: { status, operation },
    });
  }
  return outcomeUnknown(operation, `it answered ${status}: ${said}`, undefined, { status });
}

/** What a dry run raises that was not answered, or refused. Nothing was to be done, so nothing is unknown. */
export function dryRunFailure(operation: string, outcome: Answer | ExchangeFailure): HexaopsError {
  if (outcome instanceof ExchangeFailure) {
    return unavailable(`did not answer the dry run of "${operation}" (${outcome.message})`, outcome);
  }
  if (outcome.status >= 500 && outcome.status !== 501) {
    return unavailable(
      `answered ${outcome.status} to the dry run of "${operation}": ${problemText(outcome)}`,
      undefined,
    );
  }
  return operationFailure(operation, outcome);
}

/** What a dry run raises whose answer does not say that it was one. */
export function notDry(operation: string): HexaopsError {
  return new HexaopsError(
    'operation-outcome-unknown',
    `the control plane does not say that its dry run of "${operation}" was one: it may have been done`,
    {
      nextStep: 'look at the object; take the operation out of "dryRun" in the configuration of control-plane',
      details: { operation },
    },
  );
}

function unavailable(
  what: string,
  cause: ExchangeFailure | undefined,
  details: Readonly<Record<string, unknown>> = {},
): HexaopsError {
  return new HexaopsError('control-plane-unavailable', `the control plane ${what}`, {
    cause,
    nextStep: 'try again in a moment',
    details,
  });
}

function outcomeUnknown(
  operation: string,
  why: string,
  cause: ExchangeFailure | undefined,
  details: Readonly<Record<string, unknown>> = {},
): HexaopsError {
  return new HexaopsError('operation-outcome-unknown', `whether "${operation}" was done is not known: ${why}`, {
    cause,
    nextStep: 'read the state back before anything is said or done again',
    details: { ...details, operation },
  });
}
