import { HexaopsError } from '@hexaops/core';
import { problemKindOf, problemKinds } from './status.ts';

/** RFC 9457, with this service's code, what to do next, and the request's id as `instance`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly nextStep?: string;
  readonly instance: string;
  /** Facts for programs, such as the mistakes of a body. Never present where the detail is fixed. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a client may see of an error. Anything that is not a known error of the project is `internal`. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = HexaopsError.is(error) && Object.hasOwn(problemKinds, error.code) ? error : undefined;
  const code = known?.code ?? 'internal';
  const { status, title, detail } = problemKindOf(code);
  const head = { type: `urn:hexaops:error:${code}`, title, status, code };
  if (known === undefined || detail !== 'message') {
    const words = detail === 'message' ? { fixed: title, nextStep: '' } : detail;
    return { ...head, detail: words.fixed, nextStep: words.nextStep, instance: requestId };
  }
  return {
    ...head,
    detail: known.message,
    ...(known.nextStep === undefined ? {} : { nextStep: known.nextStep }),
    instance: requestId,
    ...(known.details === undefined ? {} : { details: known.details }),
  };
}
