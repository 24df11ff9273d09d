import type { Caller } from '../caller.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** What of a request an authenticator may look at. Header names are lower case. */
export interface AuthenticationRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Authenticator {
  readonly id: string;
  /**
   * The caller, or undefined where the request carries no credential of this kind.
   * Raises `token-invalid` or `token-expired` where it carries one that does not hold.
   */
  authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller | undefined>;
}

export const authenticatorPoint: ExtensionPoint<Authenticator> = extensionPoint<Authenticator>('authenticator', 'v1');
