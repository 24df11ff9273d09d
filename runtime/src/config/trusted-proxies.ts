import { networkOf, type Networks } from '../http/admission/source-address.ts';
import type { Violation } from '../schema/violation.ts';
import type { WrittenConfig } from './config.ts';

/** What of `server.trustedProxies` is no address. Another form than a list is the schema's own matter. */
export function checkProxies(written: unknown): readonly Violation[] {
  const proxies: unknown = (written as WrittenConfig | null)?.server?.trustedProxies;
  return (Array.isArray(proxies) ? proxies : []).flatMap((proxy: unknown, index): readonly Violation[] =>
    typeof proxy !== 'string' || networkOf(proxy) !== undefined
      ? []
      : [
          {
            path: ['server', 'trustedProxies', String(index)],
            message: 'must be an address or a network, such as 10.0.0.0/8',
          },
        ],
  );
}

/** Of a configuration that has been checked. */
export function networksOf(proxies: readonly string[]): Networks {
  return proxies.flatMap((proxy) => {
    const network = networkOf(proxy);
    return network === undefined ? [] : [network];
  });
}
