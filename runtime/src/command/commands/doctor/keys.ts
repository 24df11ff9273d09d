import { readFile } from 'node:fs/promises';
import { type AuthJwtConfig, parseJwks } from '@hexaops/auth-jwt';
import { HexaopsError, type LoadedPlugin, messageOf } from '@hexaops/core';
import { type Outcome, Skipped } from './check.ts';

/** Whether the JWKS can be had, and holds a key that may verify tokens. */
export async function checkKeys(plugins: readonly LoadedPlugin[], signal: AbortSignal): Promise<Outcome<true>> {
  const plugin = plugins.find(({ manifest }) => manifest.id === 'auth-jwt');
  if (plugin === undefined) throw new Skipped('no plugin auth-jwt is listed');
  const config = plugin.config as AuthJwtConfig;
  const { keys, refused } = await parseJwks(await textOf(config, signal));
  const left = refused.length === 0 ? '' : `; left out: ${refused.join('; ')}`;
  if (keys.length > 0) return { message: `${keys.length} usable in ${placeOf(config)}${left}`, value: true };
  throw new HexaopsError('config-invalid', `${placeOf(config)} holds no usable key${left}`, {
    nextStep: 'publish an RSA key of at least 2048 bits, or one of the curve P-256',
  });
}

async function textOf(config: AuthJwtConfig, signal: AbortSignal): Promise<string> {
  const { jwks, jwksFile, jwksUrl } = config;
  if (jwks !== undefined) return JSON.stringify(jwks);
  try {
    if (jwksFile !== undefined) return await readFile(jwksFile, { encoding: 'utf8', signal });
    const response = await fetch(jwksUrl ?? '', { redirect: 'error', signal });
    if (response.status !== 200) throw new Error(`the answer was ${response.status}`);
    return await response.text();
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
    throw new HexaopsError('control-plane-unavailable', `${placeOf(config)} cannot be read: ${reason}`, {
      cause,
      nextStep: 'check jwksUrl or jwksFile, and that the control plane runs',
    });
  }
}

function placeOf({ jwksFile, jwksUrl }: AuthJwtConfig): string {
  return jwksUrl ?? jwksFile ?? 'the configuration';
}
