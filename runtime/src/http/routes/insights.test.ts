import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { alertsAnswer, insightAnswer, insightsAnswer, recommendationsAnswer } from '../schemas/insight-answers.ts';
import { TestService } from '../testing/test-service.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(await readFile(new URL('events.schema.json', docs), 'utf8')) as object, 'events.schema.json');

const answers = [
  ['/workspaces/w1/alerts', alertsAnswer],
  ['/workspaces/w1/insights', insightsAnswer],
  ['/workspaces/w1/insights?investigation=i1', insightAnswer],
  ['/workspaces/w1/recommendations', recommendationsAnswer],
] as const;

describe('what was looked into without anybody asking', () => {
  for (const [path, schema] of answers) {
    test(`GET ${path} answers as its schema says`, async () => {
      await using service = await TestService.start();
      const { status, json } = await service.request('GET', path);
      assert.equal(status, 200);
      const validate = ajv.compile(schema);
      assert.ok(validate(json), ajv.errorsText(validate.errors));
      assert.equal(json['workspace_id'], 'w1');
    });

    test(`GET ${path} is another workspace's own`, async () => {
      await using service = await TestService.start();
      const headers = { authorization: 'Bearer mallory@w2' };
      assert.equal((await service.request('GET', path, { headers })).status, 404);
      const own = await service.request('GET', path.replace('w1', 'w2'), { headers });
      if (path.includes('?')) assert.equal(own.status, 404);
      else assert.deepEqual(Object.values(own.json), ['w2', []]);
    });
  }

  test('is given as often as is asked for, within a limit', async () => {
    await using service = await TestService.start();
    assert.equal((await service.request('GET', '/workspaces/w1/insights?limit=200')).status, 200);
    for (const query of ['limit=0', 'limit=201', 'limit=-1', 'limit=x', 'limit=1&limit=2']) {
      assert.equal((await service.request('GET', `/workspaces/w1/insights?${query}`)).status, 400, query);
      assert.equal((await service.request('GET', `/workspaces/w1/alerts?${query}`)).status, 400, query);
    }
  });
});

test('docs/insights.schema.json is what these paths answer', async () => {
  const $defs = {
    alerts: alertsAnswer,
    insights: insightsAnswer,
    insight: insightAnswer,
    recommendations: recommendationsAnswer,
  };
  const expected = JSON.parse(
    JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Answers of GET /workspaces/{id}/alerts, /insights, /insights?investigation= and /recommendations',
      $defs,
    }),
  ) as unknown;
  const published = new URL('insights.schema.json', docs);
  if (process.env['UPDATE_SCHEMAS'] === '1') await writeFile(published, `${JSON.stringify(expected, null, 2)}\n`);
  assert.deepEqual(
    JSON.parse(await readFile(published, 'utf8')),
    expected,
    'run this test with UPDATE_SCHEMAS=1, then npm run format',
  );
});
