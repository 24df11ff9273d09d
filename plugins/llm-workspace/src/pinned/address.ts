import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { HexaopsError } from '@hexaops/core';

/** Networks that the operator allows although they are not public: `10.20.0.0/16`. */
export type AllowedNetworks = readonly string[];

/**
 * Addresses that look public and are a cloud's own: Azure's wire server, and its metadata beside 169.254.169.254, which is
 * link-local as those of the others are.
 */
const cloudsOwn = new Set(['168.63.129.16']);

/** All that is public of IPv6 is in here (RFC 4291); what is elsewhere and has no name of its own, as ::127.0.0.1, is not. */
const [globalUnicast, globalUnicastBits] = ipaddr.parseCIDR('2000::/3');

/** Raises `config-invalid` for what is no network. */
export function checkNetworks(networks: AllowedNetworks): void {
  for (const network of networks) {
    if (ipaddr.isValidCIDR(network)) continue;
    throw new HexaopsError('config-invalid', `"${network.slice(0, 80)}" is no network`, {
      nextStep: 'write it as 10.20.0.0/16',
    });
  }
}

/**
 * Whether a connection to the address may be made: a public address, or one of the operator's networks. All that is
 * special (private, loopback, link-local, shared, documentation, multicast, translated or tunnelled) counts as not public.
 */
export function mayConnect(address: string, allowed: AllowedNetworks): boolean {
  // Stricter than the library, which takes 1.1 for 1.0.0.1.
  if (isIP(address) === 0) return false;
  // An IPv4 address written as an IPv6 one is judged as what it is.
  const parsed = ipaddr.process(address);
  const isAllowed = allowed.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
  if (isAllowed) return true;
  const isPublic = parsed.kind() === 'ipv4' || parsed.match(globalUnicast, globalUnicastBits);
  return isPublic && parsed.range() === 'unicast' && !cloudsOwn.has(parsed.toString());
}
