import { resolve4, resolve6 } from 'node:dns/promises';

/** The base URLs of the nodes that are there now. */
export type Discover = () => Promise<readonly string[]>;

/** A fixed list. */
export function listed(urls: readonly string[]): Discover {
  const nodes = urls.map((url) => url.replace(/\/$/, ''));
  return () => Promise.resolve(nodes);
}

/**
 * Every address of a name: those of the ready pods behind a headless Service. Where pods have addresses of both kinds only the
 * first is taken: no pod is two nodes. Rejects where the name cannot be looked up.
 */
export function resolved(
  service: string,
  lookUp: (name: string) => Promise<readonly string[]> = (name) => addressesOf(name),
): Discover {
  const [name = '', port = '11434'] = service.split(':');
  return async () => {
    const addresses = await lookUp(name);
    return addresses.map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`).sort();
  };
}

/** Those of all sources; of one that cannot tell now, what it has told last. Rejects where none has ever told. */
export function together(sources: readonly Discover[]): Discover {
  const told = new Map<Discover, readonly string[]>();
  return async () => {
    const looks = await Promise.allSettled(sources.map(async (source) => told.set(source, await source())));
    const failed = looks.find((look) => look.status === 'rejected');
    if (told.size === 0 && failed !== undefined) throw failed.reason;
    return [...new Set(sources.flatMap((source) => told.get(source) ?? []))];
  };
}

export async function addressesOf(
  name: string,
  lookUp: Readonly<Record<'four' | 'six', (name: string) => Promise<readonly string[]>>> = {
    four: resolve4,
    six: resolve6,
  },
): Promise<readonly string[]> {
  const [four, six] = await Promise.allSettled([lookUp.four(name), lookUp.six(name)]);
  if (four.status === 'fulfilled' && four.value.length > 0) return four.value;
  // A name server that does not answer has not said that there are none: else every pod became another node for a while.
  if (four.status === 'rejected' && !isNone(four.reason)) throw four.reason;
  if (six.status === 'fulfilled' && six.value.length > 0) return six.value;
  if (four.status === 'rejected') throw four.reason;
  return [];
}

/** The name has no address of this kind. */
function isNone(reason: unknown): boolean {
  const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
  return code === 'ENODATA' || code === 'ENOTFOUND';
}
