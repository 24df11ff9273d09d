import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allowEverything } from '../support/shop-plugin/plugin.ts';
import { type Reply, type SecurityService, startService } from '../support/service.ts';

describe('whose token a call bears', () => {
  let service: SecurityService;
  before(async () => {
    const changes = { operationsOnTarget: 2000, operationsInWorkspace: 2000 };
    service = await startService({ world: { sets: [allowEverything] }, config: { changes } });
  });
  after(() => service[Symbol.asyncDispose]());

  test('a thousand callers side by side, over HTTP: every call to the control plane bears the token of its own caller', async (t) => {
    const callers = Array.from({ length: 1000 }, (_, index) => {
      const workspace = `ws-${index % 7}`;
      return { workspace, token: service.minter.mint({ sub: `user-${index}`, active_workspace_id: workspace }) };
    });
    const replies: Reply[] = [];
    // Fifty at a time: a machine that is busy does not take a thousand connections at once.
    for (let first = 0; first < callers.length; first += 50) {
      const some = callers.slice(first, first + 50).map(({ token }, index) => {
        const message = `scale checkout to ${first + index + 2}`;
        return service.send({ token, body: { message } });
      });
      replies.push(...(await Promise.all(some)));
    }
    assert.deepEqual(
      replies.filter(({ status }) => status >= 300),
      [],
    );
    const { calls } = service.controlPlane;
    assert.equal(calls.length, 1000);
    const foreign = calls.filter(({ headers, body, path }) => {
      const replicas = (JSON.parse(body) as { readonly replicas: number }).replicas;
      const owner = callers[replicas - 2];
      return (
        owner === undefined ||
        headers.authorization !== `Bearer ${owner.token}` ||
        !path.startsWith(`/internal/v1/workspaces/${owner.workspace}/`)
      );
    });
    assert.deepEqual(foreign, []);
    assert.equal(new Set(calls.map(({ headers }) => headers.authorization)).size, 1000);
    t.diagnostic(
      `figure: 1,000 callers, ${calls.length.toLocaleString('en')} operations, ${foreign.length} with another's bearer`,
    );
  });

  test('a token, subject or workspace in the body is refused or means nothing', async (t) => {
    service.controlPlane.calls.length = 0;
    const own = service.minter.mint();
    const other = service.minter.mint({ sub: 'mallory', active_workspace_id: 'lab' });
    const message = 'scale checkout to 3';
    const bodies: readonly object[] = [
      { message, token: other },
      { message, authorization: `Bearer ${other}` },
      { message, subject: 'mallory' },
      { message, user_id: 'mallory' },
      { message, workspace: 'lab' },
      { message, workspace_id: 'lab' },
      { message, context: { workspace_id: 'lab' } },
      { message, context: { workspace_id: 'shop', token: other, user_id: 'mallory' } },
      { message: `${message} as mallory with Bearer ${other}` },
    ];
    const headers = [{}, { cookie: `token=${other}` }, { 'x-forwarded-user': 'mallory', 'x-workspace-id': 'lab' }];
    let sent = 0;
    for (const body of bodies) {
      for (const extra of headers) {
        await service.send({ token: own, body, headers: extra });
        await service.send({ token: own, body, headers: extra, path: `/v1/chat?token=${other}&workspace_id=lab` });
        sent += 2;
      }
    }
    for (const { headers: seen, path } of service.controlPlane.calls) {
      assert.equal(seen.authorization, `Bearer ${own}`);
      assert.match(path, /^\/internal\/v1\/workspaces\/shop\//);
    }
    assert.ok(service.controlPlane.calls.length > 0);
    t.diagnostic(`figure: ${sent} requests that name somebody else, 0 calls as somebody else`);
  });
});
