import type { Middleware } from 'koa';
import { Problem } from '../problem.ts';
import { cutConnection } from './cut-connection.ts';
import type { Part, Switches } from './switches.ts';

/** Makes a part of the control plane slow or unreachable, as the switches say at that moment. */
export function faults(switches: Switches): Middleware {
  return async (context, next) => {
    const part = partOf(context.path);
    if (part === undefined) return next();
    await switches.waitIfSlow(part);
    const mode = switches.downModeOf(part);
    if (mode === 'destroy') return cutConnection(context);
    if (mode === 'unavailable') throw new Problem(503, 'the control plane is down');
    if (part === 'jwks') await switches.waitWhileHanging();
    return next();
  };
}

function partOf(path: string): Part | undefined {
  if (path.startsWith('/internal/')) return 'internal';
  if (path === '/.well-known/jwks.json') return 'jwks';
  return path.startsWith('/api/') ? 'proxy' : undefined;
}
