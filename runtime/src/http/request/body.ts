import { bodyParser } from '@koa/bodyparser';
import { HexaopsError, messageOf } from '@hexaops/core';
import type { Middleware } from 'koa';
import type { HttpLimits } from '../limits.ts';
import type { HttpCheck, HttpContext } from './context.ts';
import { parseJson } from './json.ts';

/**
 * Refuses by its headers alone, before anything of it is read, a body that is too long or of another kind.
 * A compressed body is of another kind: what it unfolds to cannot be known beforehand.
 */
export function refuseUnreadableBodies(limits: HttpLimits): HttpCheck {
  return (context) => {
    const length = Number(context.get('content-length') || 0);
    if (length > limits.bodyBytes) throw tooLarge(limits);
    if (hasBody(context)) {
      if (context.is('application/json') === false) {
        throw new HexaopsError('media-type-not-supported', 'the body is not declared as JSON', {
          nextStep: 'send "Content-Type: application/json"',
        });
      }
      if ((context.get('content-encoding') || 'identity') !== 'identity') {
        throw new HexaopsError('media-type-not-supported', 'the body is compressed', {
          nextStep: 'send it without "Content-Encoding"',
        });
      }
    }
  };
}

/** Reads the body, within the limit, and parses it within the depth. */
export function readJson(limits: HttpLimits): HttpCheck {
  const read = bodyParser({
    enableTypes: ['text'],
    extendTypes: { text: ['application/json'] },
    textLimit: String(limits.bodyBytes),
  }) as Middleware;
  return async (context) => {
    if (!hasBody(context)) return;
    const text = await readText(context, read, limits);
    context.state.body = text === '' ? undefined : parseJson(text, limits.jsonDepth);
  };
}

async function readText(context: HttpContext, read: Middleware, limits: HttpLimits): Promise<string> {
  try {
    await read(context, async () => {});
  } catch (cause) {
    if (isTooLarge(cause)) throw tooLarge(limits);
    throw new HexaopsError('input-invalid', `the body cannot be read: ${messageOf(cause)}`, { cause });
  }
  const { body } = context.request as { readonly body?: unknown };
  return typeof body === 'string' ? body : '';
}

function hasBody(context: HttpContext): boolean {
  return context.get('transfer-encoding') !== '' || Number(context.get('content-length') || 0) > 0;
}

function isTooLarge(error: unknown): boolean {
  return (error as { readonly status?: unknown } | null)?.status === 413;
}

function tooLarge(limits: HttpLimits): HexaopsError {
  return new HexaopsError('input-too-large', `the body is longer than ${limits.bodyBytes} bytes`, {
    nextStep: 'send a shorter one',
    details: { limit: limits.bodyBytes },
  });
}
