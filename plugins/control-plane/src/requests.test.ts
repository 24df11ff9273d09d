import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ControlPlaneRead, type Operation } from '@hexaops/core';
import { createControlPlane } from './control-plane.ts';
import { against, keyed, options, overview, scale } from './testing/calls.ts';
import { always, callerOf, canary, noon } from './testing/loopback.ts';

describe('what is asked', () => {
  const reads: readonly (readonly [ControlPlaneRead, string, unknown])[] = [
    [{ read: 'health' }, 'GET /internal/v1/health', undefined],
    [{ read: 'overview' }, 'GET /internal/v1/workspaces/ws-1/overview', undefined],
    [{ read: 'nodes' }, 'GET /internal/v1/workspaces/ws-1/nodes', undefined],
    [{ read: 'application', application: 'app-1' }, 'GET /internal/v1/applications/app-1/details', undefined],
    [{ read: 'performance', application: 'app-1' }, 'GET /internal/v1/applications/app-1/performance', undefined],
    [{ read: 'llm-settings' }, 'GET /internal/v1/workspaces/ws-1/llm-settings', undefined],
    [
      { read: 'insights', insightType: 'cost', timeRange: '24h', targets: ['a'] },
      'POST /internal/v1/workspaces/ws-1/insights',
      { insight_type: 'cost', time_range: '24h', targets: ['a'] },
    ],
    [
      { read: 'logs', startTime: '2026-01-15T11:00:00Z', endTime: '2026-01-15T12:00:00Z', level: 'ERROR', limit: 10 },
      'POST /internal/v1/logs/query',
      {
        workspace_id: 'ws-1',
        start_time: '2026-01-15T11:00:00Z',
        end_time: '2026-01-15T12:00:00Z',
        level: 'ERROR',
        limit: 10,
      },
    ],
  ];
  for (const [read, line, body] of reads) {
    it(`${read.read}: ${line}`, () =>
      against(always(200, { ok: true }), async (controlPlane, { seen }) => {
        assert.deepEqual(await controlPlane.read(callerOf(), read, options), { ok: true });
        const [only] = seen;
        assert.equal(`${only?.method} ${only?.url}`, line);
        assert.equal(only?.headers.authorization, `Bearer ${canary}`);
        assert.equal(only?.headers['idempotency-key'], undefined);
        assert.deepEqual(only?.body === '' ? undefined : JSON.parse(only?.body ?? ''), body);
      }));
  }

  const target = 'deployment/shop/checkout';
  const operations: readonly (readonly [Operation, string, unknown])[] = [
    [scale, 'POST /internal/v1/workspaces/ws-1/deployments/checkout/scale', { replicas: 3, namespace: 'shop' }],
    [
      { operation: 'scale', target, parameters: { namespace: 'shop', deployment: 'checkout', replicas: 0 } },
      'POST /internal/v1/workspaces/ws-1/deployments/checkout/scale',
      { replicas: 0, namespace: 'shop' },
    ],
    [
      { operation: 'scale', target, parameters: { replicas: 3, resourceVersion: '7' } },
      'POST /internal/v1/operations/scale',
      { workspace_id: 'ws-1', params: { replicas: 3, resourceVersion: '7' } },
    ],
    [
      {
        operation: 'scale',
        target: 'statefulset/shop/db',
        parameters: { kind: 'StatefulSet', name: 'db', replicas: 3 },
      },
      'POST /internal/v1/operations/scale',
      { workspace_id: 'ws-1', params: { kind: 'StatefulSet', name: 'db', replicas: 3 } },
    ],
    [
      { operation: 'restart_deployment', target, parameters: { name: 'checkout' } },
      'POST /internal/v1/operations/restart_deployment',
      { workspace_id: 'ws-1', params: { name: 'checkout' } },
    ],
    [
      { operation: 'restart_vcluster', target: 'vcluster', parameters: {} },
      'POST /internal/v1/workspaces/ws-1/operations',
      { operation: 'restart_vcluster', params: {} },
    ],
    [
      {
        operation: 'autoscale',
        target: 'application/app-1',
        parameters: { application: 'app-1', min_replicas: 1, max_replicas: 5 },
      },
      'POST /internal/v1/applications/app-1/autoscale',
      { min_replicas: 1, max_replicas: 5 },
    ],
    [
      { operation: 'backup', target: 'application/app-1', parameters: { application: 'app-1' } },
      'POST /internal/v1/applications/app-1/backup',
      { application_id: 'app-1' },
    ],
    [
      { operation: 'incident', target: 'incident/7', parameters: { incident: '7', action: 'resolve' } },
      'POST /internal/v1/incidents/7',
      { action: 'resolve' },
    ],
    [
      {
        operation: 'delete_everything',
        target,
        parameters: { workspace: 'ws-2', workspace_id: 'ws-2', parameters: 1 },
      },
      'POST /internal/v1/operations/delete_everything',
      { workspace_id: 'ws-1', params: { workspace: 'ws-2', workspace_id: 'ws-2', parameters: 1 } },
    ],
  ];
  for (const [operation, line, body] of operations) {
    it(`${operation.operation} ${JSON.stringify(operation.parameters)}: ${line}`, () =>
      against(always(200, { message: 'done' }), async (controlPlane, { seen }) => {
        const outcome = await controlPlane.perform(callerOf(), operation, keyed);
        assert.deepEqual(outcome, { message: 'done', body: { message: 'done' } });
        const [only] = seen;
        assert.equal(`${only?.method} ${only?.url}`, line);
        assert.equal(only?.headers['idempotency-key'], 'approval-1');
        assert.deepEqual(JSON.parse(only?.body ?? ''), body);
      }));
  }

  it('goes by the paths and rows of the configuration', () =>
    against(
      always(200, {}),
      async (controlPlane, { seen, url }) => {
        await controlPlane.read(callerOf(), overview, options);
        await controlPlane.perform(callerOf(), scale, keyed);
        await controlPlane.perform(callerOf(), { ...scale, operation: 'other' }, keyed);
        const prefixed = createControlPlane({ url: `${url}/prefix/` }, { now: () => noon });
        await prefixed.read(callerOf(), overview, options);
        assert.deepEqual(
          seen.map(({ method, url: path }) => `${method} ${path}`),
          [
            'GET /ws/ws-1',
            'PUT /scale/shop/checkout',
            'POST /do/other',
            'GET /prefix/internal/v1/workspaces/ws-1/overview',
          ],
        );
      },
      {
        paths: { overview: '/ws/{workspace}' },
        operations: {
          scale: { method: 'PUT', path: '/scale/{target.namespace}/{target.name}', body: { to: '{replicas}' } },
        },
        genericOperationPath: '/do/{operation}',
      },
    ));
});
