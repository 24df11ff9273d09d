import { HexaopsError, messageOf } from '@hexaops/core';

export interface CheckResult {
  readonly check: string;
  /** `skipped`: there is nothing to look at, or what it builds on has failed. */
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly message: string;
  readonly nextStep?: string;
}

/** What was found, in words, with what later checks build on. */
export interface Outcome<T> {
  readonly message: string;
  readonly value: T;
}

/** There is nothing to check here. */
export class Skipped extends Error {}

/** Does one check, within a time. Whatever it throws is its result. */
export async function checked<T>(
  check: string,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Outcome<T>>,
): Promise<{ readonly result: CheckResult; readonly value: T | undefined }> {
  try {
    const { message, value } = await within(milliseconds, work);
    return { result: { check, status: 'ok', message }, value };
  } catch (error) {
    const message = messageOf(error);
    if (error instanceof Skipped) return { result: { check, status: 'skipped', message }, value: undefined };
    const nextStep = HexaopsError.is(error) ? error.nextStep : undefined;
    return {
      result: { check, status: 'failed', message, ...(nextStep === undefined ? {} : { nextStep }) },
      value: undefined,
    };
  }
}

async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new HexaopsError('deadline-exceeded', `it took longer than ${milliseconds} ms`));
    controller.abort();
  }, milliseconds);
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
