import { setTimeout as delay } from 'node:timers/promises';
import { type CallOptions, type Caller, type ControlPlane, HexaopsError, type OperationOutcome } from '@hexaops/core';
import { bearerOf } from './bearer.ts';
import { type ControlPlaneConfig, resolveConfig } from './config.ts';
import { denialOf, dryRunFailure, isPassing, notDry, operationFailure, readFailure } from './failures.ts';
import { type Answer, exchange, ExchangeFailure, type Fetch } from './http/exchange.ts';
import { parseJson, problemText, sentenceOf } from './http/problem-text.ts';
import { dryRunRequest } from './request/dry-run-request.ts';
import { kubernetesRequest } from './request/kubernetes-request.ts';
import { operationRequest } from './request/operation-request.ts';
import { readRequest } from './request/read-request.ts';
import type { Request } from './request/request.ts';

/** What tests put in the place of the world. */
export interface Surroundings {
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * The control plane over HTTP. Each request carries the token of the caller that it was called with, and goes to the
 * workspace of that caller; nothing of either is kept from one call to the next. Raises `config-invalid`.
 */
export function createControlPlane(
  config: ControlPlaneConfig,
  { fetch = globalThis.fetch, now = Date.now }: Surroundings = {},
): ControlPlane {
  const settings = resolveConfig(config);

  /** One exchange. A failure that is no answer is a value, for what it means depends on the call. */
  async function send(
    caller: Caller,
    request: Request,
    signal: AbortSignal,
    byteCap: number,
  ): Promise<Answer | ExchangeFailure> {
    const bearer = bearerOf(caller, now());
    const outcome = await exchange(request, bearer, settings, { fetch, signal, byteCap }).catch((error: unknown) =>
      error instanceof ExchangeFailure ? error : new ExchangeFailure('no answer', false),
    );
    const denial = outcome instanceof ExchangeFailure ? undefined : denialOf(outcome, caller, now());
    if (denial !== undefined) throw denial;
    return outcome;
  }

  /** Tries a second time, within the deadline, where a moment may help. */
  async function ask(caller: Caller, request: Request, options: CallOptions): Promise<Answer> {
    throwIfCancelled(options.signal);
    const deadline = AbortSignal.timeout(settings.readTimeoutMilliseconds);
    const signal = AbortSignal.any([options.signal, deadline]);
    const byteCap = options.byteCap ?? settings.maximumAnswerBytes;
    let outcome = await send(caller, request, signal, byteCap);
    if ((outcome instanceof ExchangeFailure || isPassing(outcome)) && !signal.aborted) {
      await delay(50 + Math.random() * 200, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) outcome = await send(caller, request, signal, byteCap);
    }
    throwIfCancelled(options.signal);
    if (outcome instanceof ExchangeFailure || isPassing(outcome)) throw readFailure(outcome);
    return outcome;
  }

  function bodyOf(answer: Answer, options: CallOptions): unknown {
    if (!isSuccess(answer)) throw readFailure(answer);
    if (answer.truncated) throw tooLarge(options.byteCap ?? settings.maximumAnswerBytes);
    const body = parseJson(answer.text);
    if (body === undefined) throw readFailure({ ...answer, text: 'no JSON', status: 502 });
    return body;
  }

  return {
    id: 'control-plane',

    async read(caller, read, options) {
      return bodyOf(await ask(caller, readRequest(read, caller.workspace, settings.paths), options), options);
    },

    async readNewer(caller, read, version, options) {
      const request = readRequest(read, caller.workspace, settings.paths);
      const asked = version === undefined ? request : { ...request, knownTag: version };
      const answer = await ask(caller, asked, options);
      if (version !== undefined && answer.status === 304) return undefined;
      return { body: bodyOf(answer, options), version: answer.tag };
    },

    async kubernetes(caller, path, query, options) {
      const request = kubernetesRequest(path, query, caller.workspace, settings.paths.kubernetes);
      const { status, text, truncated } = await ask(caller, request, options);
      if (status >= 300 && status < 400) throw readFailure({ status, text, truncated });
      return { status, body: text, truncated };
    },

    async perform(caller, operation, { signal, byteCap = settings.maximumAnswerBytes, idempotencyKey }) {
      throwIfCancelled(signal);
      const request = operationRequest(operation, caller.workspace, settings.operations, settings.genericOperationPath);
      const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMilliseconds)]);
      const keyed = { ...request, idempotencyKey: checkedKey(idempotencyKey) };
      const outcome = await send(caller, keyed, limit, byteCap);
      if (outcome instanceof ExchangeFailure || !isSuccess(outcome))
        throw operationFailure(operation.operation, outcome);
      return outcomeOf(outcome);
    },

    async dryRun(caller, operation, { signal, byteCap = settings.maximumAnswerBytes }) {
      throwIfCancelled(signal);
      const form = settings.dryRun.get(operation.operation);
      if (form === undefined) return undefined;
      const { operations, genericOperationPath } = settings;
      const request = dryRunRequest(operation, caller.workspace, operations, genericOperationPath, form);
      const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMilliseconds)]);
      const outcome = await send(caller, request, limit, byteCap);
      if (outcome instanceof ExchangeFailure || !isSuccess(outcome)) throw dryRunFailure(operation.operation, outcome);
      if (!saysDry(outcome)) throw notDry(operation.operation);
      return { message: problemText(outcome) };
    },
  };
}

/** Only an answer that says so itself is one of a dry run: a control plane that does not know of it would have done it. */
function saysDry({ text, truncated }: Answer): boolean {
  const body = truncated ? undefined : parseJson(text);
  return typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run === true;
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** A success whose answer is too long to be read is still a success. */
function outcomeOf(answer: Answer): OperationOutcome {
  const body = answer.truncated ? undefined : (parseJson(answer.text) ?? answer.text);
  return { message: sentenceOf(body) === undefined ? `accepted (${answer.status})` : problemText(answer), body };
}

function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HexaopsError('arguments-invalid', 'an idempotency key is 1 to 255 visible ASCII characters', {
    nextStep: 'use the id of the approval or of the step',
  });
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (HexaopsError.is(signal.reason)) throw signal.reason;
  throw new HexaopsError('cancelled', 'the call was cancelled', { nextStep: 'start it again' });
}

function tooLarge(bytes: number): HexaopsError {
  return new HexaopsError('result-too-large', `the answer of the control plane is longer than ${bytes} bytes`, {
    nextStep: 'ask for less: a shorter time range, a lower limit',
    details: { bytes },
  });
}
