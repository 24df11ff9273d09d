import { type Check, HexaopsError, reach } from '@hexaops/core';
import type { Settings } from '../configuration.ts';

/** Whether Prometheus answers a query of this account. The query reads no series, so it needs no workspace. */
export function prometheusCheck({ url, bearerToken }: Settings): Check {
  return {
    name: 'prometheus',
    async check(signal) {
      const headers = bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` };
      const { status, body } = await reach(`${url}/api/v1/query?query=vector(1)`, signal, { headers });
      if (status === 200 && body.includes('"success"')) return { message: `${url} answers queries` };
      const refused = status === 401 || status === 403;
      throw new HexaopsError('source-unavailable', `${url} answers a query with ${status}`, {
        nextStep: refused
          ? 'give a token that may query as "bearerToken" of worker-prometheus'
          : 'give the address under which /api/v1/query is found as "url" of worker-prometheus',
      });
    },
  };
}
