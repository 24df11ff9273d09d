import { HexaopsError, type ComponentHealth, type Engine } from '@hexaops/core';
import { isFromHere } from '../admission/source-address.ts';
import type { HttpCheck, HttpHandler } from '../request/context.ts';
import { shuttingDown } from '../stream/open-streams.ts';

/** Where the service is in its life. Set by the one who starts and stops it. */
export interface Readiness {
  readonly state: 'starting' | 'ready' | 'draining';
}

/** Anybody may ask, so the components are asked at most this often. Milliseconds. */
const healthAge = 2_000;
const healthDeadline = 5_000;

/**
 * `GET /health`: the components. 200 also where one is broken: what still works is worth being asked. What is wrong with one
 * may name hosts and ports, so it is told to the machine itself alone.
 */
export function getHealth(engine: Engine, readiness: Readiness): HttpHandler {
  let known: { readonly at: number; readonly components: Promise<readonly ComponentHealth[]> } | undefined;
  return async (context) => {
    const now = performance.now();
    if (known === undefined || now - known.at > healthAge) {
      known = { at: now, components: engine.health(AbortSignal.timeout(healthDeadline)) };
    }
    const components = await known.components;
    context.body = {
      status: readiness.state !== 'ready' ? readiness.state : components.every(({ ok }) => ok) ? 'ok' : 'degraded',
      timestamp: new Date().toISOString(),
      components: Object.fromEntries(
        components.map(({ component, ok, message }) => [
          component,
          { status: ok ? 'ok' : 'failed', ...(isFromHere(context.req) ? { message } : {}) },
        ]),
      ),
    };
  };
}

/** `GET /livez`: the process answers. */
export function getLiveness(): HttpHandler {
  return async (context) => {
    context.body = { status: 'ok' };
  };
}

/** `GET /readyz`: whether new requests should come here. */
export function getReadiness(readiness: Readiness): HttpHandler {
  return async (context) => {
    context.status = readiness.state === 'ready' ? 200 : 503;
    context.body = { status: readiness.state };
  };
}

/** While the service starts or goes away, only questions about its health are answered. */
export function refuseUnlessReady(readiness: Readiness): HttpCheck {
  return (context) => {
    if (readiness.state === 'draining') {
      context.set('Connection', 'close');
      throw shuttingDown();
    }
    if (readiness.state === 'starting') {
      throw new HexaopsError('shutting-down', 'this instance is still starting', {
        nextStep: 'send the request again',
      });
    }
  };
}
