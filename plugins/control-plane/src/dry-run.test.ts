import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Operation } from '@hexaops/core';
import { against, options, raises, scale } from './testing/calls.ts';
import { always, callerOf, canary, noon } from './testing/loopback.ts';

const dryRun = { scale: 'query', restart_deployment: 'body' } as const;
const restart: Operation = {
  operation: 'restart_deployment',
  target: 'deployment/shop/checkout',
  parameters: { name: 'checkout' },
};
const dry = always(200, { dry_run: true, message: 'checkout would be scaled to 3' });

describe('an operation that can be tried', () => {
  it('is sent as it would be in earnest, with dry_run in the query, and no idempotency key', () =>
    against(
      dry,
      async (controlPlane, { seen }) => {
        assert.deepEqual(await controlPlane.dryRun?.(callerOf(), scale, options), {
          message: 'checkout would be scaled to 3',
        });
        const [only] = seen;
        assert.equal(
          `${only?.method} ${only?.url}`,
          'POST /internal/v1/workspaces/ws-1/deployments/checkout/scale?dry_run=true',
        );
        assert.deepEqual(JSON.parse(only?.body ?? ''), { replicas: 3, namespace: 'shop' });
        assert.equal(only?.headers.authorization, `Bearer ${canary}`);
        assert.equal(only?.headers['idempotency-key'], undefined);
      },
      { dryRun },
    ));

  it('or with dry_run in the body', () =>
    against(
      dry,
      async (controlPlane, { seen }) => {
        await controlPlane.dryRun?.(callerOf(), restart, options);
        assert.equal(seen[0]?.url, '/internal/v1/operations/restart_deployment');
        assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), {
          workspace_id: 'ws-1',
          params: { name: 'checkout' },
          dry_run: true,
        });
      },
      { dryRun },
    ));

  it('is never in earnest: what is performed carries no dry_run', () =>
    against(
      always(200, { message: 'done' }),
      async (controlPlane, { seen }) => {
        await controlPlane.perform(callerOf(), scale, { ...options, idempotencyKey: 'approval-1' });
        assert.doesNotMatch(`${seen[0]?.url}${seen[0]?.body}`, /dry_run/);
      },
      { dryRun },
    ));

  it('whose answer does not say that it was a dry run may have been done, and is told so', async () => {
    for (const body of [{ message: 'checkout is scaled to 3' }, { dry_run: 'true' }, 'no JSON'])
      await against(
        always(200, body),
        async (controlPlane) => {
          await raises(
            Promise.resolve(controlPlane.dryRun?.(callerOf(), scale, options)),
            'operation-outcome-unknown',
            /may have been done/,
          );
        },
        { dryRun },
      );
  });

  it('raises what it would raise in earnest, and knows that nothing was done', async () => {
    const cases = [
      [403, 'forbidden'],
      [400, 'operation-failed'],
      [501, 'operation-failed'],
      [503, 'control-plane-unavailable'],
    ] as const;
    for (const [status, code] of cases)
      await against(
        always(status, { error: 'no' }),
        async (controlPlane, { seen }) => {
          await raises(Promise.resolve(controlPlane.dryRun?.(callerOf(), scale, options)), code);
          assert.equal(seen.length, 1);
        },
        { dryRun },
      );
  });

  it('is not sent with a token that has expired', () =>
    against(
      dry,
      async (controlPlane, { seen }) => {
        await raises(Promise.resolve(controlPlane.dryRun?.(callerOf(), scale, options)), 'reauthentication-required');
        assert.equal(seen.length, 0);
      },
      { dryRun },
      noon + 20_000,
    ));
});

it('an operation that the configuration does not name is not tried: it might be done', () =>
  against(dry, async (controlPlane, { seen }) => {
    assert.equal(await controlPlane.dryRun?.(callerOf(), scale, options), undefined);
    assert.equal(seen.length, 0);
  }));
