import { readBody } from '@hexaops/core';
import type { Settings } from '../config.ts';
import type { Request } from '../request/request.ts';
import { redact } from './redact.ts';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly status: number;
  /** Without the token, whatever the other side wrote. */
  readonly text: string;
  readonly truncated: boolean;
  /** What the other side knows this answer by. */
  readonly tag?: string;
}

/** There is no answer, or not all of one. Holds nothing of the request. */
export class ExchangeFailure extends Error {
  /** Surely not a byte of the request left: the connection was never made. */
  readonly nothingSent: boolean;

  constructor(message: string, nothingSent: boolean) {
    super(message);
    this.name = 'ExchangeFailure';
    this.nothingSent = nothingSent;
  }
}

/** Of an answer that is not a success, only a sentence is of use. */
const problemBytes = 16 * 1024;

/**
 * One request with its bearer, and its answer as far as `byteCap`. Follows no redirect: the token is for this host.
 * Rejects with `ExchangeFailure` alone: the errors of `fetch` may quote headers.
 */
export async function exchange(
  request: Request,
  token: string,
  { origin, basePath }: Pick<Settings, 'origin' | 'basePath'>,
  { fetch, signal, byteCap }: { readonly fetch: Fetch; readonly signal: AbortSignal; readonly byteCap: number },
): Promise<Answer> {
  try {
    const response = await fetch(`${origin}${basePath}${request.path}${queryOf(request)}`, {
      method: request.method,
      headers: headersOf(request, token),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      redirect: 'manual',
      signal,
    });
    const { text, truncated } = await readBody(response.body, response.ok ? byteCap : Math.min(byteCap, problemBytes));
    const tag = response.headers.get('etag') ?? '';
    return {
      status: response.status,
      text: redact(text, token),
      truncated,
      ...(isTag(tag) && !tag.includes(token) ? { tag } : {}),
    };
  } catch (error) {
    throw failureOf(error);
  }
}

/** As HTTP has them: `"abc"`, `W/"abc"`. */
function isTag(text: string): boolean {
  return /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(text);
}

function queryOf({ query = {} }: Request): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

function headersOf(
  { accept = 'application/json', body, idempotencyKey, knownTag }: Request,
  token: string,
): Record<string, string> {
  return {
    accept,
    authorization: `Bearer ${token}`,
    'user-agent': 'hexaops',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(knownTag === undefined ? {} : { 'if-none-match': knownTag }),
  };
}

function failureOf(error: unknown): ExchangeFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, syscall, name } = (cause ?? {}) as {
    readonly code?: unknown;
    readonly syscall?: unknown;
    readonly name?: unknown;
  };
  const all: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [{ code, syscall }];
  const word = typeof code === 'string' ? code : typeof name === 'string' ? name : 'no answer';
  return new ExchangeFailure(word, all.length > 0 && all.every(isBeforeConnection));
}

function isBeforeConnection(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
}
