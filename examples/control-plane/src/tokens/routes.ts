import type { Router } from '@koa/router';
import type { SigningKeys } from './signing-keys.ts';

export function addJwksRoute(router: Router, keys: SigningKeys): void {
  router.get('/.well-known/jwks.json', (context) => {
    context.body = keys.jwks();
  });
}
