import { isIPv4, isIPv6 } from 'node:net';

export type AddressType = 'IPv4' | 'IPv6' | 'text';

/** How a column of this type keeps addresses. */
export function addressTypeOf(columnType: string | undefined): AddressType {
  return /\b(IPv[46])\b/.exec(columnType ?? '')?.[1] === 'IPv4'
    ? 'IPv4'
    : /\bIPv6\b/.test(columnType ?? '')
      ? 'IPv6'
      : 'text';
}

/** Whether a column of this type can hold the address. What it cannot hold stands in the record alone. */
export function fits(address: string, type: AddressType): boolean {
  if (type === 'text') return true;
  // A zone is of one machine's own: no column of addresses takes one.
  if (address.includes('%')) return false;
  return isIPv4(address) || (type === 'IPv6' && isIPv6(address));
}

/** Whether a column of this type says the address, or says that there is none. */
export function sameAddress(found: string, written: string, type: AddressType): boolean {
  if (type === 'text') return found === written;
  if (!fits(written, type)) return found === '' || found === '0.0.0.0' || found === '::';
  return canonical(found) === canonical(written);
}

/** As an IPv6 address in its shortest form. */
function canonical(address: string): string | undefined {
  const long = isIPv4(address) ? `::ffff:${address}` : address;
  return isIPv6(long) ? new URL(`http://[${long}]/`).hostname : undefined;
}
