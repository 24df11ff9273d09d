import { type Check, HexaopsError, reach } from '@hexaops/core';
import type { CollectorConfig, LangfuseConfig } from './config.ts';
import { basicOf } from './export/destinations.ts';

/** Whether Langfuse answers, and the keys are those of a project. */
export function langfuseCheck({ baseUrl, publicKey, secretKey }: LangfuseConfig): Check {
  return {
    name: 'langfuse',
    async check(signal) {
      const headers = { authorization: basicOf(publicKey, secretKey) };
      const { status } = await reach(`${baseUrl}/api/public/projects`, signal, { headers });
      if (status === 200) return { message: `${baseUrl} knows the keys` };
      const refused = status === 401 || status === 403;
      throw new HexaopsError(
        'source-unavailable',
        `${baseUrl} answers with ${status}${refused ? ' to the keys' : ''}`,
        {
          nextStep: refused
            ? 'give "publicKey" and "secretKey" of one project of that Langfuse'
            : 'give the address of Langfuse as "baseUrl", without a path',
        },
      );
    },
  };
}

/** Whether the collector takes traces: it is sent none. */
export function collectorCheck({ url, headers = {} }: CollectorConfig): Check {
  return {
    name: 'collector',
    async check(signal) {
      const { status } = await reach(url, signal, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ resourceSpans: [] }),
      });
      if (status >= 200 && status < 300) return { message: `${url} takes traces` };
      throw new HexaopsError('source-unavailable', `${url} answers traces with ${status}`, {
        nextStep:
          'give the whole address of its OTLP over HTTP, which ends in /v1/traces, and the headers that it asks for',
      });
    },
  };
}
