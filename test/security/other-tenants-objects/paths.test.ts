import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createControlPlane } from '@hexaops/control-plane';
import type { Tool } from '@hexaops/core';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { startControlPlane } from '../support/control-plane.ts';
import {
  isInsideShop,
  kubernetesTools as tools,
  openStation,
  planOf,
  usualArguments,
} from '../support/kubernetes-station.ts';
import { textArguments } from '../support/tools.ts';

const foreign: readonly string[] = [
  'lab',
  'kube-system',
  'default',
  '*',
  '',
  ' ',
  'shop,lab',
  'shop/../lab',
  '../lab',
  '..',
  '.',
  'lab/pods',
  'shop%2f..%2flab',
  '%2e%2e',
  'shop?namespace=lab',
  'shop#lab',
  'shop\\..\\lab',
  'SHOP',
  'shop\u0000lab',
  'shop\nlab',
  's\u200bhop',
  'ѕhop',
  '__proto__',
  'constructor',
  'all',
  '-A',
  '--all-namespaces',
];

describe('objects of another workspace', () => {
  test('other namespaces, all namespaces and segments that climb are refused before any call, through every tool', async (t) => {
    await using station = await openStation();
    let attempts = 0;
    for (const tool of tools) {
      for (const argument of textArguments(tool)) {
        for (const value of foreign) {
          const { type } = (tool.input['properties'] as Record<string, { readonly type?: string }>)[argument] ?? {};
          // A name may be any word; a namespace has to be the workspace's own.
          if (!/namespace/.test(argument) && !/[^a-z0-9-]|^-/.test(value)) continue;
          const values = { ...usualArguments(tool), [argument]: type === 'array' ? [value] : value };
          station.plan = planOf(tool, values);
          const events = await collect(station.engine.ask(fakeCaller(), { message: 'x' }));
          const isRefused =
            eventsOf(events, 'run-finished').some(({ error }) => error !== undefined) ||
            eventsOf(events, 'step-finished').some(({ status }) => status !== 'succeeded');
          if (/namespace/.test(argument)) assert.ok(isRefused, `${tool.name} ${argument}=${JSON.stringify(value)}`);
          attempts += 1;
        }
      }
    }
    const outside = station.controlPlane.calls.filter(({ path }) => !isInsideShop(path));
    assert.deepEqual(
      outside.map(({ path }) => path),
      [],
    );
    assert.ok(attempts > 300);
    t.diagnostic(
      `figure: ${attempts} attempts through ${tools.length} tools, ${outside.length} calls outside of the workspace`,
    );
  });

  test('a workspace without namespaces, or by a name of the language, reads nothing', async (t) => {
    await using station = await openStation();
    const list = tools.find(({ name }) => name === 'list-objects') as Tool;
    const diagnose = tools.find(({ name }) => name === 'diagnose-workspace') as Tool;
    const workspaces = ['other', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
    for (const workspace of workspaces) {
      for (const tool of [list, diagnose]) {
        station.plan = planOf(tool, { ...usualArguments(tool), ...(tool === list ? { kind: 'Pod' } : {}) });
        const events = await collect(station.engine.ask(fakeCaller({ workspace }), { message: 'x' }));
        assert.ok(
          eventsOf(events, 'step-finished').every(({ status }) => status === 'failed'),
          workspace,
        );
      }
    }
    assert.deepEqual(station.controlPlane.calls, []);
    t.diagnostic(
      `figure: ${workspaces.length} workspaces without namespaces, ${station.controlPlane.calls.length} calls`,
    );
  });

  test('an operation goes to the workspace of the token, whatever its parameters name', async (t) => {
    await using controlPlane = await startControlPlane();
    const client = createControlPlane({ url: controlPlane.url });
    const names = ['workspace', 'workspace_id', 'active_workspace_id', 'target.namespace', 'operation', 'parameters'];
    for (const name of names) {
      for (const operation of ['scale', 'scale_resources', 'anything']) {
        const parameters = { replicas: 3, [name]: 'lab' };
        const target = 'deployment/shop/checkout';
        await client
          .perform(
            fakeCaller(),
            { operation, target, parameters },
            { idempotencyKey: 'k', signal: AbortSignal.timeout(5_000) },
          )
          .catch(() => undefined);
      }
    }
    assert.ok(controlPlane.calls.length > names.length);
    for (const { path, body } of controlPlane.calls) {
      const named = (JSON.parse(body) as { readonly workspace_id?: string }).workspace_id;
      assert.ok(path.startsWith('/internal/v1/workspaces/shop/') || named === 'shop', `${path} ${body}`);
      assert.ok(!path.includes('lab'), path);
    }
    t.diagnostic(`figure: ${controlPlane.calls.length} operations that name another workspace, 0 sent to it`);
  });
});
