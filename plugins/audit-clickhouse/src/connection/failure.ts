import { HexaopsError } from '@hexaops/core';
import { advice, passing } from './server-codes.ts';

/**
 * An error of a request in words. `audit-unavailable`: the same request may be taken later. `audit-refused`: not before
 * somebody has changed something. Nothing of what the server wrote is in it but its code and the code's name, nor is that its
 * cause: the text may quote rows. `label` is the server's address without credentials.
 */
export function failureOf(error: unknown, label: string, signal: AbortSignal): HexaopsError {
  if (HexaopsError.is(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const answer = /\bCode: (\d+)\b/.exec(message)?.[1] ?? serverCodeOf(error);
  if (answer !== undefined) return answered(Number(answer), nameOf(error, message), label);
  const code = systemCodeOf(error);
  if (code !== undefined && isOfCertificate(code)) {
    return new HexaopsError('audit-refused', `the certificate of ${label} is not trusted (${code})`, {
      nextStep: 'name the authority in caFile, and the server by the name that its certificate has',
      details: { reason: code },
    });
  }
  const reason = reasonOf(message, code, signal);
  return new HexaopsError('audit-unavailable', `${label} cannot be reached: ${reason}`, {
    nextStep: 'nothing is lost: it is tried again until it answers',
    details: { reason },
  });
}

/** What answered is no ClickHouse, whatever it said: a page of a proxy must not pass for a stored batch. */
export function notClickHouse(label: string): HexaopsError {
  return new HexaopsError('audit-refused', `what answers at ${label} is not ClickHouse`, {
    nextStep: 'set url to the HTTP interface of ClickHouse',
  });
}

/** Whoever gave up has broken the connection: why they did is why. */
function reasonOf(message: string, code: string | undefined, { aborted, reason }: AbortSignal): string {
  const late = aborted ? (reason as Partial<Error> | undefined)?.name === 'TimeoutError' : /^timeout/i.test(message);
  if (late) return 'it did not answer in time';
  return aborted ? 'it was called off' : (code ?? 'the connection broke');
}

function answered(code: number, name: string | undefined, label: string): HexaopsError {
  const what = name === undefined ? `code ${code}` : `${name}, code ${code}`;
  const details = { clickHouseCode: code };
  return passing.has(code)
    ? new HexaopsError('audit-unavailable', `${label} cannot do it now: ${what}`, {
        nextStep: 'nothing is lost: it is tried again until it is done',
        details,
      })
    : new HexaopsError('audit-refused', `${label} refuses: ${what}`, {
        nextStep: advice.get(code) ?? 'look up the code in the documentation of ClickHouse, and in its log',
        details,
      });
}

/** As the client gives it: the number, as a text. */
function serverCodeOf(error: unknown): string | undefined {
  const { code, type } = (error ?? {}) as { readonly code?: unknown; readonly type?: unknown };
  return typeof code === 'string' && /^\d+$/.test(code) && type !== undefined ? code : undefined;
}

function nameOf(error: unknown, message: string): string | undefined {
  const { type } = (error ?? {}) as { readonly type?: unknown };
  const name = typeof type === 'string' ? type : /\(([A-Z][A-Z0-9_]{3,})\)/.exec(message)?.[1];
  return name !== undefined && /^[A-Z0-9_]{1,80}$/.test(name) ? name : undefined;
}

function systemCodeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : undefined;
}

function isOfCertificate(code: string): boolean {
  return /CERT|SIGNATURE|TLS|SSL/.test(code);
}
