import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AnsweredRequest, type Measurement, type MetricsPage, metricsPagePoint } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

function fakePage() {
  const requests: AnsweredRequest[] = [];
  const pages: (readonly Measurement[])[] = [];
  const page: MetricsPage = {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    countRequest: (request) => void requests.push(request),
    render: async (measurements) => {
      pages.push(measurements);
      return measurements.map(({ name }) => `${name} 1\n`).join('');
    },
  };
  return { page, requests, pages };
}

async function start() {
  const fake = fakePage();
  const service = await TestService.start({}, [], [], new Map([[metricsPagePoint.id, [fake.page]]]));
  return { ...fake, service, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

describe('GET /metrics', () => {
  test('is the page of the plugin, with what the engine measures, for anybody', async () => {
    await using stage = await start();
    const { status, headers, text } = await stage.service.request('GET', '/metrics', {
      headers: { authorization: '' },
    });
    assert.deepEqual([status, text], [200, 'hexaops_fake 1\n']);
    assert.equal(headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  });

  test('is made once for those who ask at the same time', async () => {
    await using stage = await start();
    await Promise.all([1, 2, 3].map(() => stage.service.request('GET', '/metrics')));
    assert.equal(stage.pages.length, 1);
  });

  test('is not there where no plugin brings it', async () => {
    await using service = await TestService.start();
    assert.equal((await service.request('GET', '/metrics')).status, 404);
  });

  test('counts requests by their patterns, and never by what a client wrote', async () => {
    await using stage = await start();
    await stage.service.request('GET', '/v1/runs/CANARY/events');
    await stage.service.request('GET', '/CANARY');
    await stage.service.request('PUT', '/v1/chat');
    assert.deepEqual(
      stage.requests.map(({ method, path, status }) => [method, path, status]),
      [
        ['GET', '/v1/runs/:id/events', 404],
        ['GET', '(unknown)', 404],
        ['other', '(unknown)', 405],
      ],
    );
  });
});
