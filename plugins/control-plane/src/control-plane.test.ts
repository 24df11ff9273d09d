import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ControlPlaneRead, HexaopsError } from '@hexaops/core';
import { createControlPlane } from './control-plane.ts';
import { against, keyed, options, overview, raises, scale } from './testing/calls.ts';
import { always, type Answerer, callerOf, canary } from './testing/loopback.ts';

describe('the Kubernetes API', () => {
  it('is read through the workspace of the caller', () =>
    against(always(200, '{"items":[]}'), async (controlPlane, { seen }) => {
      const query = { labelSelector: 'a=b&c', limit: '5' };
      const path = '/apis/apps/v1/namespaces/shop/deployments';
      const answer = await controlPlane.kubernetes(callerOf(), path, query, options);
      assert.deepEqual(answer, { status: 200, body: '{"items":[]}', truncated: false });
      assert.equal(seen[0]?.url, `/internal/v1/workspaces/ws-1/k8s${path}?labelSelector=a%3Db%26c&limit=5`);
    }));

  it('may answer that a thing is not there', () =>
    against(always(404, { kind: 'Status' }), async (controlPlane, { seen }) => {
      const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/namespaces/shop', {}, options);
      assert.deepEqual(answer, { status: 404, body: '{"kind":"Status"}', truncated: false });
      assert.equal(seen.length, 1);
    }));

  it('is cut at the byte cap, between two characters', () =>
    against(always(200, 'aé'.repeat(1000)), async (controlPlane) => {
      const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 11 });
      assert.deepEqual(answer, { status: 200, body: 'aéaéaéa', truncated: true });
    }));
});

describe('an answer that is too long', () => {
  const long = always(200, { message: 'x'.repeat(5000) });

  it('is an error of a read', () =>
    against(long, async (controlPlane) => {
      await raises(controlPlane.read(callerOf(), overview, { ...options, byteCap: 1000 }), 'result-too-large');
    }));

  it('leaves an operation done', () =>
    against(long, async (controlPlane) => {
      const outcome = await controlPlane.perform(callerOf(), scale, { ...keyed, byteCap: 1000 });
      assert.deepEqual(outcome, { message: 'accepted (200)', body: undefined });
    }));

  it('is not read to its end', () =>
    against(
      (_, response) => {
        const write = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          response.once('drain', write);
        };
        write();
      },
      async (controlPlane) => {
        const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 100_000 });
        assert.deepEqual([answer.body.length, answer.truncated], [100_000, true]);
      },
    ));

  it('says no more than a sentence of an error', () =>
    against(always(400, { error: `no\u0000\u001b[31m\n${'x'.repeat(100_000)}` }), async (controlPlane) => {
      const error = await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-failed');
      assert.ok(error.message.length < 500);
      assert.doesNotMatch(error.message, /\p{Cc}/u);
    }));
});

describe('a configuration that cannot be', () => {
  it('is refused at once', () => {
    for (const url of [
      '',
      'control-plane',
      'ftp://control-plane',
      'http://user:secret@control-plane',
      'http://control-plane/?x',
    ]) {
      assert.throws(
        () => createControlPlane({ url }),
        (error: unknown) => HexaopsError.is(error, 'config-invalid') && !error.message.includes('secret'),
      );
    }
  });
});

describe('what may be known already', () => {
  const settings: ControlPlaneRead = { read: 'llm-settings' };
  const tagged: Answerer = ({ headers }, response) => {
    const isKnown = headers['if-none-match'] === '"v1"';
    response.writeHead(isKnown ? 304 : 200, { etag: '"v1"' }).end(isKnown ? undefined : '{"model":"m"}');
  };

  it('is read with what the control plane knows it by, and not sent again', () =>
    against(tagged, async (controlPlane, { seen }) => {
      const first = await controlPlane.readNewer?.(callerOf(), settings, undefined, options);
      assert.deepEqual(first, { body: { model: 'm' }, version: '"v1"' });
      assert.equal(await controlPlane.readNewer?.(callerOf(), settings, '"v1"', options), undefined);
      assert.equal((await controlPlane.readNewer?.(callerOf(), settings, '"v0"', options))?.version, '"v1"');
      assert.deepEqual(
        seen.map(({ headers }) => headers['if-none-match']),
        [undefined, '"v1"', '"v0"'],
      );
      assert.ok(seen.every(({ headers }) => headers.authorization === `Bearer ${canary}`));
    }));

  it('is refused all the same to whoever may not see it any more', () =>
    against(always(403, { error: 'no' }), async (controlPlane) => {
      const call = controlPlane.readNewer?.(callerOf(), settings, '"v1"', options) ?? Promise.resolve();
      await raises(call, 'forbidden');
    }));

  it('is an error where nothing is known, and where a tag is none', async () => {
    await against(always(304, ''), async (controlPlane) => {
      const call = controlPlane.readNewer?.(callerOf(), settings, undefined, options) ?? Promise.resolve();
      await assert.rejects(call, (error) => HexaopsError.is(error));
    });
    await against(always(200, { model: 'm' }, { etag: 'v1' }), async (controlPlane) => {
      const read = await controlPlane.readNewer?.(callerOf(), settings, undefined, options);
      assert.deepEqual(read, { body: { model: 'm' }, version: undefined });
    });
  });
});
