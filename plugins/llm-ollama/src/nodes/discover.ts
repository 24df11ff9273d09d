import { resolve4, resolve6 } from 'node:dns/promises';

/** The base URLs of the nodes that are there now. */
export type Discover = () => Promise<readonly string[]>;

/** A fixed list. */
export function listed(urls: readonly string[]): Discover {
  const nodes = urls.map((url) => url.replace(/\/$/, ''));
  return () => Promise.resolve(nodes);
}

/** Every address of a name: those of the ready pods behind a headless Service. Rejects where the name cannot be looked up. */
export function resolved(
  service: string,
  lookUp: (name: string) => Promise<readonly string[]> = addressesOf,
): Discover {
  const [name = '', port = '11434'] = service.split(':');
  return async () => {
    const addresses = await lookUp(name);
    return addresses.map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`).sort();
  };
}

export function together(sources: readonly Discover[]): Discover {
  return async () => [...new Set((await Promise.all(sources.map((source) => source()))).flat())];
}

async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await Promise.allSettled([resolve4(name), resolve6(name)]);
  const addresses = found.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (addresses.length > 0) return addresses;
  const [first] = found;
  if (first?.status === 'rejected') throw first.reason;
  return [];
}
