import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pod, waitingPod } from '../../cluster/testing/index.ts';
import { BundleLogs } from './bundle-logs.ts';
import { defaultLimits } from './limits.ts';

const identity = { namespace: 'shop', container: 'server', previous: false };

test('of too many logs those of failing containers are kept, and of each the end', () => {
  const logs = new BundleLogs({ ...defaultLimits, logBytes: 8, allLogBytes: 12 });
  for (const name of ['cart-1', 'web-1', 'checkout-1'])
    logs.add({ ...identity, pod: name }, Buffer.from('one\ntwo\nlast\n'));
  const kept = logs.finish([pod('shop/cart-1'), pod('shop/web-1'), waitingPod('shop/checkout-1', 'Error')]);
  assert.deepEqual(
    kept.logs.map(({ pod: name, text, truncated }) => [name, text, truncated]),
    [
      ['checkout-1', 'last\n', true],
      ['cart-1', 'last\n', true],
    ],
  );
  assert.equal(kept.left, 1);
});
