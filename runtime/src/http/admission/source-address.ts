import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What of a request says where it comes from. */
export interface Received extends Pick<IncomingMessage, 'headersDistinct'> {
  readonly socket: { readonly remoteAddress?: string | undefined };
}

export interface Source {
  /** What is counted by. */
  readonly key: string;
  /** Whole, as it is written down. Undefined where it is not known. */
  readonly address: string | undefined;
}

/** Addresses whose `X-Forwarded-For` is believed. */
export type Networks = readonly (readonly [Address, number])[];

/** An address, or a network as `10.0.0.0/8`. Undefined for anything else. */
export function networkOf(text: string): readonly [Address, number] | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = addressOf(text);
  return address === undefined ? undefined : [address, address.toByteArray().length * 8];
}

/**
 * Who is answerable for a request: the other end of its socket or, where that is one of the proxies, the last address in
 * `X-Forwarded-For` that is none of them. What stands before it was written by whoever sent the request. IPv6 by its /64, for
 * that is what one subscriber has.
 */
export function sourceOf(request: Received, proxies: Networks): Source {
  const source = answerable(request, proxies);
  return source === undefined
    ? { key: 'unknown', address: undefined }
    : { key: keyOf(source), address: source.toString() };
}

/** Whether the machine itself asks: over loopback, and on nobody's behalf, as far as headers of proxies say. */
export function isFromHere(request: Received): boolean {
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];
  if (forwarded.some((name) => request.headersDistinct[name] !== undefined)) return false;
  return peerOf(request.socket)?.range() === 'loopback';
}

function answerable(request: Received, proxies: Networks): Address | undefined {
  let source = peerOf(request.socket);
  let forwarded: string[] | undefined;
  while (source !== undefined && isIn(source, proxies)) {
    forwarded ??= request.headersDistinct['x-forwarded-for']?.join(',').split(',') ?? [];
    const before = addressOf(forwarded.pop()?.trim() ?? '');
    if (before === undefined) break;
    source = before;
  }
  return source;
}

/** Parsed once for each connection, however many requests come over it. */
const peers = new WeakMap<Received['socket'], Address>();

function peerOf(socket: Received['socket']): Address | undefined {
  const known = peers.get(socket);
  if (known !== undefined) return known;
  const address = addressOf(socket.remoteAddress ?? '');
  if (address !== undefined) peers.set(socket, address);
  return address;
}

function addressOf(text: string): Address | undefined {
  // Four parts in decimal: everything else that stands for an IPv4 address somewhere is a way to look like another one.
  if (!ipaddr.IPv6.isValid(text) && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return ipaddr.process(text);
}

function isIn(address: Address, networks: Networks): boolean {
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

function keyOf(address: Address): string {
  return address.kind() === 'ipv4' ? address.toString() : address.toByteArray().slice(0, 8).join('.');
}
