import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** RFC 9110 section 7.6.1, and what is older than it. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers that say who the person is: they are for the control plane alone. */
const personal: ReadonlySet<string> = new Set(['authorization', 'cookie', 'host', 'x-user']);

/** Headers that only a proxy may set: a client's own would be taken for the truth. */
const forwarding = /^(x-forwarded-|forwarded$|x-real-ip$)/;

export function headersForService(
  headers: IncomingHttpHeaders,
  token: string,
  clientAddress: string,
): OutgoingHttpHeaders {
  const dropped = namedByConnection(headers);
  const kept = Object.entries(headers).filter(
    ([name]) => !hopByHop.has(name) && !personal.has(name) && !dropped.has(name) && !forwarding.test(name),
  );
  return { ...Object.fromEntries(kept), authorization: `Bearer ${token}`, 'x-forwarded-for': clientAddress };
}

export function headersForClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const dropped = namedByConnection(headers);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !dropped.has(name)));
}

function namedByConnection(headers: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
