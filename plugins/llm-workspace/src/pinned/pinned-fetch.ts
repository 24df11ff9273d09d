import { lookup } from 'node:dns/promises';
import { Agent, fetch as undiciFetch } from 'undici';
import type { AllowedNetworks } from './address.ts';
import { notAllowed, requireUrl, type Resolve, resolveTarget } from './target.ts';

export interface PinnedOptions {
  /** Everything that is fetched is below it. */
  readonly baseUrl: string;
  readonly allowed: AllowedNetworks;
  readonly resolve?: Resolve;
  /** PEM, where the authority is the operator's own. */
  readonly authority?: string;
  /** Milliseconds to connect. */
  readonly connectMilliseconds?: number;
}

const resolveBySystem: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * A `fetch` for a base URL that a workspace has chosen. Each request resolves the name once, judges every address, and
 * connects to the judged one, whatever the name leads to a moment later; the certificate is checked against the name. No
 * redirect is followed, and nothing outside of the base URL is asked. Raises `target-not-allowed` before anything is sent.
 */
export function pinnedFetch(options: PinnedOptions): typeof globalThis.fetch {
  const { allowed, resolve = resolveBySystem, authority, connectMilliseconds = 5000 } = options;
  const base = requireUrl(options.baseUrl);
  return async (input, init) => {
    const url = requireUrl(input instanceof Request ? input.url : String(input));
    if (url.origin !== base.origin || !isBelow(url.pathname, base.pathname))
      throw notAllowed('it is not below the base');
    const { address } = await resolveTarget(url, allowed, resolve);
    const agent = new Agent({
      connect: {
        timeout: connectMilliseconds,
        lookup: (_host, { all }, callback) => {
          if (all === true) callback(null, [address]);
          else callback(null, address.address, address.family);
        },
        ...(authority === undefined ? {} : { ca: authority }),
      },
      pipelining: 0,
    });
    try {
      const response = await undiciFetch(url, { ...(init as object), redirect: 'manual', dispatcher: agent });
      if (response.status >= 300 && response.status < 400) throw notAllowed('it answers with a redirect');
      return closing(response, agent);
    } catch (error) {
      await agent.destroy();
      throw error;
    }
  };
}

function isBelow(path: string, base: string): boolean {
  const directory = base.endsWith('/') ? base : `${base}/`;
  return path === base || path.startsWith(directory);
}

/** The connection ends with the answer: none is kept for a request that has not been judged. */
function closing(response: Response, agent: Agent): Response {
  if (response.body === null) {
    void agent.close();
    return response;
  }
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      flush: () => void agent.close(),
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
