import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallerToken } from '@hexaops/core';
import { createControlPlane } from './control-plane.ts';
import type { Fetch } from './http/exchange.ts';
import { against, assertNoToken, keyed, options, overview, raises, scale } from './testing/calls.ts';
import { always, type Answerer, callerOf, listen, noon, type Seen } from './testing/loopback.ts';

describe('the token', () => {
  it('is in no error and no answer, even where the control plane says it back', async () => {
    const echo =
      (status: number): Answerer =>
      (seen, response) =>
        always(status, {
          error: `bad ${seen.headers.authorization}`,
          message: seen.headers.authorization?.slice(0, -5),
        })(seen, response);
    for (const status of [200, 400, 403, 404, 409, 500, 501]) {
      await against(echo(status), async (controlPlane) => {
        const calls = [
          controlPlane.read(callerOf(), overview, options),
          controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options),
          controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 60 }),
          controlPlane.perform(callerOf(), scale, keyed),
        ];
        for (const result of await Promise.allSettled(calls)) assertNoToken(result);
      });
    }
  });

  it('is in no error, whatever `fetch` puts into its own', async () => {
    const leaking: Fetch = (url, init) => {
      throw new TypeError(`cannot send ${JSON.stringify(init.headers)}`, {
        cause: new Error(`${url} ${JSON.stringify(init)}`),
      });
    };
    const controlPlane = createControlPlane({ url: 'http://127.0.0.1:1' }, { fetch: leaking, now: () => noon });
    await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
  });

  it('is not sent on by a redirect to another host', async () => {
    await using other = await listen(always(200));
    await against(always(307, '', { location: `${other.url}/stolen` }), async (controlPlane) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'tool-failed');
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
      assert.equal(other.seen.length, 0);
    });
  });

  it('is that of the caller, for a thousand callers side by side', async () => {
    const later: Answerer = (seen, response) =>
      void setTimeout(() => always(200, { message: seen.url })(seen, response), Math.random() * 20);
    await against(
      later,
      async (controlPlane, { seen }) => {
        const callers = Array.from({ length: 1000 }, (_, index) =>
          callerOf({
            subject: `user-${index}`,
            workspace: `ws-${index}`,
            token: new CallerToken(`token-of-${index}`, noon + 10_000),
          }),
        );
        const patient = { ...keyed };
        await Promise.all(
          callers.map(async (caller, index) => {
            if (index % 3 === 0) await controlPlane.read(caller, overview, options);
            else if (index % 3 === 1) await controlPlane.kubernetes(caller, '/api/v1/pods', {}, options);
            else
              await controlPlane.perform(caller, { operation: 'other', target: 'x', parameters: { index } }, patient);
          }),
        );
        assert.equal(seen.length, 1000);
        const owner = ({ url, body }: Seen) =>
          /ws-(\d+)/.exec(url ?? '')?.[1] ?? /"workspace_id":"ws-(\d+)"/.exec(body)?.[1];
        for (const one of seen) assert.equal(one.headers.authorization, `Bearer token-of-${owner(one)}`);
        assert.equal(new Set(seen.map(owner)).size, 1000);
      },
      { timeoutMilliseconds: 60_000, readTimeoutMilliseconds: 60_000 },
    );
  });
});
