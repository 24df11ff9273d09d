import type { Router } from '@koa/router';
import { bodyOf } from '../operations/body.ts';
import type { ExecutedOperation } from '../operations/log.ts';
import { Parameters } from '../operations/parameters.ts';
import type { Directory } from '../people/directory.ts';
import type { Permission } from '../people/people.ts';
import { Problem } from '../problem.ts';
import type { SigningKeys } from '../tokens/signing-keys.ts';
import { parsePositions } from './parse-positions.ts';
import type { Switches } from './switches.ts';
import { parseTokenRequest } from './token-request.ts';
import type { TokenForge } from './token-request.ts';

export interface TestDoorOptions {
  readonly keys: SigningKeys;
  readonly directory: Directory;
  readonly switches: Switches;
  readonly forge: TokenForge;
  readonly operations: readonly ExecutedOperation[];
}

/** Test doors: whoever reaches them can be anyone and break anything. They are why this never serves a real cluster's users. */
export function addTestDoors(router: Router, { keys, directory, switches, forge, operations }: TestDoorOptions): void {
  router.post('/test/tokens', async (context) => {
    context.body = { token: await forge.make(parseTokenRequest(bodyOf(context))) };
  });

  router.get('/test/operations', (context) => {
    context.body = operations;
  });

  router.get('/test/switches', (context) => {
    context.body = switches.positions;
  });

  router.patch('/test/switches', (context) => {
    switches.set(parsePositions(bodyOf(context)));
    context.body = switches.positions;
  });

  router.post('/test/reset', (context) => {
    switches.reset();
    directory.restoreAll();
    context.body = switches.positions;
  });

  router.post('/test/permissions/:change', (context) => {
    const change = context.params['change'];
    const parameters = new Parameters(bodyOf(context));
    const permission = parameters.text('permission');
    if (!isPermission(permission)) throw new Problem(400, 'permission must be read or write');
    const who = [parameters.text('user'), parameters.text('workspace'), permission] as const;
    if (change === 'revoke') directory.revoke(...who);
    else if (change === 'restore') directory.restore(...who);
    else throw new Problem(404, 'a permission can be revoked or restored');
    context.body = { message: `${change}: ${who.join(' ')}` };
  });

  router.post('/test/keys/rotate', async (context) => {
    await keys.rotate();
    context.body = keys.jwks();
  });

  router.post('/test/keys/drop-old', (context) => {
    keys.dropOld();
    context.body = keys.jwks();
  });
}

function isPermission(permission: string): permission is Permission {
  return permission === 'read' || permission === 'write';
}
