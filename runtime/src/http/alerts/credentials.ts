import { createHash, timingSafeEqual } from 'node:crypto';
import { HexaopsError } from '@hexaops/core';

/** With what an Alertmanager shows that it is one. */
export type AlertCredential = {
  /** Of which it may speak; absent: of all. */
  readonly workspaces?: readonly string[];
} & ({ readonly token: string } | { readonly username: string; readonly password: string });

export interface AlertSender {
  /** Its place in the configuration: what is counted by. */
  readonly key: string;
  readonly workspaces: readonly string[] | undefined;
}

/** Tells who has sent an alert by the header `Authorization`. Raises `token-invalid`. */
export type IdentifySender = (authorization: readonly string[]) => AlertSender;

/**
 * Compares with every credential there is, each in the same time whatever is sent: neither which of them it is nor how much of
 * it is right can be told from how long that takes. A token of a person is none of them.
 */
export function identifySender(credentials: readonly AlertCredential[]): IdentifySender {
  const known = credentials.map((credential, index) => ({
    digest: digestOf(headerOf(credential)),
    sender: { key: String(index), workspaces: credential.workspaces },
  }));
  return (authorization) => {
    const [given = '', ...more] = authorization;
    const sent = digestOf(normalized(given));
    const found = known.filter(({ digest }) => timingSafeEqual(digest, sent));
    const [first] = found;
    if (first !== undefined && more.length === 0) return first.sender;
    throw new HexaopsError('token-invalid', 'the request carries no credential of an Alertmanager that is known here', {
      nextStep: 'set http_config.authorization or basic_auth of the receiver to a credential of "alerts.credentials"',
    });
  };
}

function headerOf(credential: AlertCredential): string {
  if ('token' in credential) return `bearer ${credential.token}`;
  const { username, password } = credential;
  return `basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** The scheme is the same in any case (RFC 9110). */
function normalized(header: string): string {
  const [scheme = '', ...rest] = header.trim().split(/ +/);
  return `${scheme.toLowerCase()} ${rest.join(' ')}`;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
