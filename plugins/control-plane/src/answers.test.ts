import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallerToken } from '@hexaops/core';
import { createControlPlane } from './control-plane.ts';
import type { Fetch } from './http/exchange.ts';
import { against, keyed, options, overview, raises, scale } from './testing/calls.ts';
import { always, type Answerer, callerOf, canary, listen, noon } from './testing/loopback.ts';

describe('what an answer means', () => {
  const unauthorized = always(401, { error: 'no' });

  it('401 to a token that has not expired: refused, never a suspension', async () => {
    for (const [left, code] of [
      [10_000, 'control-plane-refuses-token'],
      [2001, 'control-plane-refuses-token'],
      [2000, 'reauthentication-required'],
      [1, 'reauthentication-required'],
    ] as const) {
      const caller = callerOf({ token: new CallerToken(canary, noon + left) });
      await against(unauthorized, async (controlPlane, { seen }) => {
        const error = await raises(controlPlane.read(caller, overview, options), code);
        assert.equal(error.details?.['reason'], code === 'reauthentication-required' ? 'token-expired' : undefined);
        await raises(controlPlane.perform(caller, scale, keyed), code);
        await raises(controlPlane.kubernetes(caller, '/api/v1/pods', {}, options), code);
        assert.equal(seen.length, 3);
      });
    }
  });

  it('403: forbidden in its own words, once', () =>
    against(always(403, { error: 'viewers may not\nscale' }), async (controlPlane, { seen }) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'forbidden', /viewers may not scale/);
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'forbidden', /viewers may not scale/);
      await raises(controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options), 'forbidden');
      assert.equal(seen.length, 3);
    }));

  for (const status of [400, 404, 405, 409, 422, 429, 501]) {
    it(`${status} to an operation: it did not happen, and is not tried again`, () =>
      against(always(status, { error: 'replicas?' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-failed', /replicas\?/);
        assert.equal(seen.length, 1);
      }));
  }

  for (const status of [301, 303, 307, 500, 502, 503, 504]) {
    it(`${status} to an operation: nobody knows, and it is not tried again`, () =>
      against(always(status, 'x', { location: '/elsewhere' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        assert.equal(seen.length, 1);
      }));
  }

  const readCodes = [
    [400, 'arguments-invalid'],
    [404, 'not-found'],
    [409, 'tool-failed'],
    [422, 'arguments-invalid'],
    [501, 'tool-failed'],
    [302, 'tool-failed'],
  ] as const;
  for (const [status, code] of readCodes) {
    it(`${status} to a read: ${code}, once`, () =>
      against(always(status, {}, { location: '/elsewhere' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.read(callerOf(), overview, options), code);
        assert.equal(seen.length, 1);
      }));
  }

  it('5xx to a read: tried once more, then unavailable', async () => {
    await against(always(503, { error: 'starting' }), async (controlPlane, { seen }) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable', /503: starting/);
      assert.equal(seen.length, 2);
    });
    let calls = 0;
    const recovering: Answerer = (seen, response) =>
      always((calls += 1) === 1 ? 500 : 200, { fine: true })(seen, response);
    await against(recovering, async (controlPlane) => {
      assert.deepEqual(await controlPlane.read(callerOf(), overview, options), { fine: true });
    });
  });

  it('a connection that breaks off: a read is tried once more, an operation is of unknown outcome', () =>
    against(
      (_, response) => response.destroy(),
      async (controlPlane, { seen }) => {
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        assert.equal(seen.length, 2);
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        assert.equal(seen.length, 3);
      },
    ));

  it('an answer that breaks off in the middle', () =>
    against(
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"message"', () => response.destroy());
      },
      async (controlPlane) => {
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
      },
    ));

  it('no answer in time', () =>
    against(
      () => undefined,
      async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        assert.equal(seen.length, 2);
      },
      { timeoutMilliseconds: 50, readTimeoutMilliseconds: 50 },
    ));

  it('cancelled on the way: a read is cancelled, an operation is of unknown outcome', async () => {
    let controller = new AbortController();
    await against(
      () => controller.abort(),
      async (controlPlane) => {
        await raises(controlPlane.read(callerOf(), overview, { signal: controller.signal }), 'cancelled');
        controller = new AbortController();
        const call = controlPlane.perform(callerOf(), scale, { ...keyed, signal: controller.signal });
        await raises(call, 'operation-outcome-unknown');
      },
    );
  });

  it('nobody listens: nothing was sent, and it says so', async () => {
    const server = await listen(always(200));
    await server[Symbol.asyncDispose]();
    for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
      const controlPlane = createControlPlane({ url }, { now: () => noon });
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'control-plane-unavailable', /nothing was sent/);
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    }
  });

  it('no such host: nothing was sent; a connection that dies later says nothing of the kind', async () => {
    const failing = (cause: object) => {
      const error = new TypeError('fetch failed', { cause: Object.assign(new Error('no'), cause) });
      const fetch: Fetch = () => Promise.reject(error);
      return createControlPlane({ url: 'http://control-plane' }, { now: () => noon, fetch }).perform(
        callerOf(),
        scale,
        keyed,
      );
    };
    await raises(
      failing({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      'control-plane-unavailable',
      /nothing was sent/,
    );
    await raises(failing({ code: 'ETIMEDOUT', syscall: 'connect' }), 'control-plane-unavailable', /nothing was sent/);
    await raises(failing({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'control-plane-unavailable', /nothing was sent/);
    await raises(failing({ code: 'ETIMEDOUT', syscall: 'read' }), 'operation-outcome-unknown', /ETIMEDOUT/);
    await raises(failing({ code: 'ECONNRESET' }), 'operation-outcome-unknown', /ECONNRESET/);
  });

  it('a success without JSON: an operation is done, a read is not answered', () =>
    against(always(200, 'OK'), async (controlPlane) => {
      assert.deepEqual(await controlPlane.perform(callerOf(), scale, keyed), { message: 'accepted (200)', body: 'OK' });
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    }));
});
