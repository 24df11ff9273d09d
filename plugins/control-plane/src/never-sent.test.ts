import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallerToken, type ControlPlane, type ErrorCode } from '@hexaops/core';
import { against, keyed, options, overview, raises, scale } from './testing/calls.ts';
import { always, callerOf, canary, noon } from './testing/loopback.ts';

describe('what is never sent', () => {
  const refused = (call: (controlPlane: ControlPlane) => Promise<unknown>, code: ErrorCode, now = noon) =>
    against(
      always(200),
      async (controlPlane, { seen }) => {
        await raises(call(controlPlane), code);
        assert.equal(seen.length, 0);
      },
      {},
      now,
    );

  it('a request of a caller without a token', () => {
    const caller = callerOf({ token: undefined });
    return refused((controlPlane) => controlPlane.read(caller, overview, options), 'token-invalid');
  });

  it('a token that has expired', async () => {
    for (const call of [
      (controlPlane: ControlPlane) => controlPlane.read(callerOf(), overview, options),
      (controlPlane: ControlPlane) => controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options),
      (controlPlane: ControlPlane) => controlPlane.perform(callerOf(), scale, keyed),
    ]) {
      await refused(call, 'reauthentication-required', noon + 10_000);
    }
  });

  it('a token that would be a header of its own', () => {
    const caller = callerOf({ token: new CallerToken(`${canary}\r\nx-injected: 1`, noon + 10_000) });
    return refused((controlPlane) => controlPlane.read(caller, overview, options), 'token-invalid');
  });

  for (const evil of [
    '..',
    '../ws-2',
    'a/b',
    'a%2fb',
    'a\\b',
    '',
    '.',
    'a..b',
    'a?x=1',
    'a#b',
    'a b',
    'ä',
    'x'.repeat(300),
  ]) {
    it(`the segment ${JSON.stringify(evil.slice(0, 20))}`, async () => {
      await refused((to) => to.read(callerOf({ workspace: evil }), overview, options), 'arguments-invalid');
      await refused(
        (to) => to.read(callerOf(), { read: 'application', application: evil }, options),
        'arguments-invalid',
      );
      await refused((to) => to.perform(callerOf(), { ...scale, operation: evil }, keyed), 'arguments-invalid');
      const parameters = { deployment: evil, replicas: 1 };
      await refused(
        (to) => to.perform(callerOf(), { operation: 'scale', target: 'deployment/x', parameters }, keyed),
        'arguments-invalid',
      );
    });
  }

  for (const path of [
    'api/v1/pods',
    '/apix/v1',
    '/healthz',
    '/api/../internal',
    '/api/v1/namespaces/a%2fb/pods',
    '/api/v1/namespaces/a\\b/pods',
    '/api/v1/namespaces/a b/pods',
    '/api/v1/namespaces/a#b',
    '/api/v1/pods/',
    '/api//v1',
    '/api/v1/pods?watch=true',
    '/api/v1/namespaces/shop/pods/web/exec',
    '/api/v1/namespaces/shop/services/web/proxy/admin',
    '/api/v1/nodes/node-1/proxy',
  ]) {
    it(`the Kubernetes path ${path}`, () =>
      refused((to) => to.kubernetes(callerOf(), path, {}, options), 'arguments-invalid'));
  }

  it('an operation whose parameters name another object than its target', async () => {
    const contradictions = [{ name: 'payments' }, { namespace: 'bank' }, { deployment: 'payments' }];
    for (const parameters of contradictions) {
      await refused(
        (to) => to.perform(callerOf(), { ...scale, parameters: { ...parameters, replicas: 0 } }, keyed),
        'arguments-invalid',
      );
    }
  });

  it('an operation without what its row needs', () =>
    refused((to) => to.perform(callerOf(), { ...scale, parameters: {} }, keyed), 'arguments-invalid'));

  it('an idempotency key that is no header', () =>
    refused((to) => to.perform(callerOf(), scale, { ...keyed, idempotencyKey: 'a\r\nb: c' }), 'arguments-invalid'));

  it('anything after the call was cancelled', () =>
    refused((to) => to.read(callerOf(), overview, { signal: AbortSignal.abort() }), 'cancelled'));
});
