import { type Engine, HexaopsError, type Surface, surfacePoint } from '@hexaops/core';
import type { HttpContext, HttpMiddleware } from '../request/context.ts';

/**
 * Gives what lies below a surface's prefix to it, without any credential of the request and without a token being asked for;
 * every other path goes on. The headers of its answer take the place of the service's own.
 */
export function serveSurfaces(engine: Engine): HttpMiddleware {
  const surfaces = engine.contributions(surfacePoint);
  return (context, next) => {
    const surface = surfaces.find(({ prefix }) => context.path.startsWith(prefix) || `${context.path}/` === prefix);
    return surface === undefined ? next() : serve(context, surface);
  };
}

async function serve(context: HttpContext, surface: Surface): Promise<void> {
  const { method, path, search } = context;
  if (method !== 'GET' && method !== 'HEAD') {
    context.set('Allow', 'GET, HEAD');
    throw new HexaopsError('method-not-allowed', `this path does not take ${method}`, { nextStep: 'use GET or HEAD' });
  }
  if (!path.startsWith(surface.prefix)) {
    context.status = 308;
    context.set('Location', surface.prefix + search);
    return;
  }
  context._matchedRoute = surface.prefix;
  // The host is the client's own word, and no surface needs it.
  const response = await surface.handle(
    new Request(new URL(path + search, 'http://surface.invalid'), { method, headers: passedOn(context) }),
  );
  context.status = response.status;
  for (const [name, value] of response.headers) context.set(name, value);
  if (response.body !== null) context.body = Buffer.from(await response.arrayBuffer());
}

function passedOn(context: HttpContext): Headers {
  const headers = new Headers();
  for (const name of ['accept', 'accept-encoding', 'if-none-match']) {
    const value = context.get(name);
    if (value !== '') headers.set(name, value);
  }
  return headers;
}
