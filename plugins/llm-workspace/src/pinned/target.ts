import { isIP } from 'node:net';
import { HexaopsError } from '@hexaops/core';
import { type AllowedNetworks, mayConnect } from './address.ts';

interface Address {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name, as the operating system gives them. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** Where a request goes: the URL, and the one address that was judged and is connected to. */
export interface Target {
  readonly url: URL;
  readonly address: Address;
}

/**
 * The URL as it may be used: https, without a user, a password or a fragment. Raises `target-not-allowed`. It says nothing yet
 * of where the name leads.
 */
export function requireUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw notAllowed('it is no URL');
  if (url.protocol !== 'https:') throw notAllowed('it is not https');
  if (url.username !== '' || url.password !== '') throw notAllowed('it carries a user or a password');
  if (url.hash !== '') throw notAllowed('it carries a fragment');
  return url;
}

/**
 * Resolves the name once. Raises `target-not-allowed` where any of its addresses is not allowed: a name that leads to both is
 * not trusted with either.
 */
export async function resolveTarget(url: URL, allowed: AllowedNetworks, resolve: Resolve): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host, resolve) : [{ address: host, family: isIP(host) }];
  const [first] = addresses;
  if (first === undefined) throw notAllowed('its name leads nowhere');
  if (!addresses.every(({ address }) => mayConnect(address, allowed)))
    throw notAllowed('its address is not a public one, and not in a network that the operator allows');
  return { url, address: first };
}

async function resolved(host: string, resolve: Resolve): Promise<readonly Address[]> {
  try {
    return await resolve(host);
  } catch {
    throw notAllowed('its name leads nowhere');
  }
}

/** Says nothing of what the name resolved to: that would tell who asks about the network inside. */
export function notAllowed(why: string): HexaopsError {
  return new HexaopsError('target-not-allowed', `the base URL cannot be used: ${why}`, {
    nextStep: 'give an https URL that is reached from the internet, or ask the operator to allow its network',
  });
}
