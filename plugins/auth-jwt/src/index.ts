import { authenticatorPoint, checkPoint, definePlugin } from '@hexaops/core';
import { createJwtAuthenticator } from './authenticator.ts';
import { clockCheck, keysCheck } from './checks.ts';
import { type AuthJwtConfig, configSchema } from './config.ts';

export { createJwtAuthenticator, type Surroundings } from './authenticator.ts';
export type { AuthJwtConfig } from './config.ts';
export type { KeySet } from './keys/key-set.ts';
export { fixedKeys, type KeySource } from './keys/key-source.ts';
export { parseJwks } from './keys/parse-jwks.ts';
export { type LineOptions, type Verdict, verifyLines } from './lines.ts';
export type { PolicyOptions } from './policy.ts';
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const given = config as AuthJwtConfig;
    api.contribute(authenticatorPoint, createJwtAuthenticator(given));
    for (const check of [keysCheck(given), clockCheck(given)]) api.contribute(checkPoint, check);
  },
});
