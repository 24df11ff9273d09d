import type { KubeConfig } from '@kubernetes/client-node';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { readBody, HexaopsError, messageOf } from '@hexaops/core';
import type { FetchKubernetes } from '../api/fetch.ts';

/** GETs of the cluster of a kubeconfig, with its credentials. Redirects are not followed. Raises `cluster-unavailable`. */
export function fetchFrom(config: KubeConfig): FetchKubernetes {
  const server = config.getCurrentCluster()?.server ?? '';
  return async (path, { query, signal, byteCap }) => {
    const url = new URL(`${server.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const options: RequestOptions = { method: 'GET', headers: { accept: 'application/json, */*' }, signal };
    try {
      await config.applyToHTTPSOptions(options);
      const response = await send(url, options);
      const { text: body, truncated } = await readBody(response, byteCap);
      return { status: response.statusCode ?? 0, body, truncated };
    } catch (cause) {
      if (signal.aborted) throw new HexaopsError('cancelled', 'the reading was cancelled', { cause: signal.reason });
      throw new HexaopsError('cluster-unavailable', `${url.origin} does not answer: ${messageOf(cause)}`, {
        cause,
        nextStep: 'check the address in the kubeconfig, and that the cluster can be reached from here',
      });
    }
  };
}

async function send(url: URL, { agent, ...options }: RequestOptions): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // The library makes an agent for TLS whatever the address is.
  const request =
    url.protocol === 'http:'
      ? requestHttp(url, options)
      : requestHttps(url, { ...options, ...(agent !== undefined && { agent }) });
  request.once('response', resolve).once('error', reject).end();
  return promise;
}
