import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError, type ToolContext } from '@hexaops/core';
import { fakeCaller, toolChecks } from '@hexaops/core/testing';
import type { Row } from '../source/click-house.ts';
import { fakeContext, fakeLogs, type FakeLogsOptions, now, rowOf } from '../testing/fake-logs.ts';
import { makeTools } from './index.ts';

const minute = 60_000;

async function call(name: string, input: unknown, options: FakeLogsOptions = {}, context: Partial<ToolContext> = {}) {
  const { access, asked } = fakeLogs(options);
  const tool = makeTools.map((make) => make(access)).find((each) => each.name === name);
  assert.ok(tool);
  return { result: await tool.execute(input, fakeContext(context)), asked };
}

const line = (at: number, message: string, rest: Row = {}): Row =>
  rowOf({ time_: String(at), level_: 'error', service_: 'checkout', message_: message, ...rest });
const total = (lines: number): Row => rowOf({ lines_: lines, first_: now - minute, last_: now });
const refused = (code: 'arguments-invalid' | 'internal') => (error: unknown) => HexaopsError.is(error, code);

const examples: Readonly<Record<string, unknown>> = {
  'first-log': { term: 'x' },
  'logs-around': { at: '14:05' },
  'trace-logs': { trace: 'x' },
};

describe('the tools', () => {
  for (const tool of makeTools.map((make) => make(fakeLogs().access))) {
    for (const check of toolChecks(tool, [examples[tool.name] ?? { since: '6h' }])) test(check.name, () => check.run());

    test(`${tool.name}: gives nothing on where one row is somebody else's`, async () => {
      for (const foreign of [{ workspace_: 'other' }, {}]) {
        const answers = [[rowOf({ lines_: 1 }), foreign]];
        await assert.rejects(call(tool.name, examples[tool.name] ?? {}, { answers }), refused('internal'));
      }
    });

    test(`${tool.name}: asks for the caller's workspace, whoever is named in its arguments`, async () => {
      const caller = fakeCaller({ workspace: 'w-7' });
      const input = { ...(examples[tool.name] as object | undefined), workspace: 'other', subject: 'mallory' };
      const { asked } = await call(tool.name, input, { answers: [[]] }, { caller });
      assert.ok(asked.length > 0);
      for (const { parameters } of asked) {
        assert.equal(parameters['workspace'], 'w-7');
        assert.ok(['alice', undefined].includes(parameters['subject'] as string | undefined));
      }
    });

    test(`${tool.name}: refuses what no schema has passed`, async () => {
      for (const wrong of [
        { since: '1 hour' },
        { since: '-1h' },
        { from: 'yesterday' },
        { to: '25:00' },
        { since: '900d' },
      ]) {
        if (tool.name === 'logs-around') continue;
        const input = { ...(examples[tool.name] as object | undefined), ...wrong };
        await assert.rejects(call(tool.name, input), refused('arguments-invalid'), JSON.stringify(wrong));
      }
    });
  }

  test('refuse logs that there are not, and name those that there are', async () => {
    await assert.rejects(call('search-logs', { source: '__proto__' }), (error) => {
      assert.ok(HexaopsError.is(error, 'arguments-invalid'));
      assert.match(error.nextStep ?? '', /control-plane/);
      return true;
    });
    const without = { configuration: { sources: { events: false } } } as const;
    await assert.rejects(call('stored-events', {}, without), refused('arguments-invalid'));
  });
});

describe('new-log-templates', () => {
  const known = line(now - 1_440 * minute, 'payment of order 7 timed out');
  const answers = [
    [total(3)],
    [total(1)],
    [known],
    [
      line(now - 3 * minute, 'payment of order 9 timed out'),
      line(now - 2 * minute, 'no certificate for shop-2', { level_: 'fatal' }),
      line(now - minute, 'no certificate for shop-3', { level_: 'fatal' }),
    ],
  ];

  test('finds the kinds that were not there before, each with its first moment', async () => {
    const { result, asked } = await call('new-log-templates', { since: '1h' }, { answers });
    assert.deepEqual(
      result.findings?.map(({ cause, summary }) => [cause, summary]),
      [
        [
          'new-error-lines',
          'checkout writes an error since 2026-01-15T11:58:00.000Z that was not in the logs before, 2 times: no certificate for shop-<num>',
        ],
      ],
    );
    assert.deepEqual(
      result.moments?.map(({ at, kind, object }) => [at, kind, object]),
      [[now - 2 * minute, 'symptom', { kind: 'Service', name: 'checkout' }]],
    );
    const [, before] = asked;
    assert.equal(Number(before?.parameters['to']), now - 1_440 * minute);
  });

  test('is not certain where a sample was read', async () => {
    const { result } = await call('new-log-templates', {}, { answers: [[total(500_000)], ...answers.slice(1)] });
    assert.equal(result.findings, undefined);
    assert.match(result.evidence[0]?.omitted ?? '', /one line in 3 was read/);
  });

  test('compares with as much time as it looks at', async () => {
    const { asked } = await call('new-log-templates', { since: '3d' }, { answers });
    assert.equal(Number(asked[1]?.parameters['to']), Number(asked[0]?.parameters['from']));
  });
});

describe('failed-pipelines', () => {
  const run = (name: string, at: number, failures: number) =>
    rowOf({
      pipeline_: 'deploy',
      run_: name,
      last_: at,
      failures_: failures,
      failed_: at,
      stage_: 'apply',
      task_: '',
      code_: 2,
    });

  test('finds a pipeline whose last run has failed', async () => {
    const answers = [[run('r-2', now, 1), run('r-1', now - minute, 0)], [line(now, 'no such image')]];
    const { result } = await call('failed-pipelines', {}, { answers });
    assert.deepEqual(
      result.findings?.map(({ cause, object }) => [cause, object.name]),
      [['pipeline-failed', 'deploy']],
    );
    assert.equal(result.evidence.length, 2);
  });

  test('finds nothing wrong with one that has run through since, and tells of the failure all the same', async () => {
    const answers = [[run('r-2', now, 0), run('r-1', now - minute, 1)], [line(now, 'no such image')]];
    const { result } = await call('failed-pipelines', {}, { answers });
    assert.deepEqual(result.findings, []);
    assert.match(JSON.stringify(result.evidence[0]), /"r-1".*"succeed"/);
    assert.equal(result.moments?.length, 1);
  });
});

describe('lines of other persons', () => {
  const rows = [line(now, 'login of mallory from 10.9.8.7', { user_: 'mallory', address_: '10.9.8.7' })];

  test('are shown without name and address', async () => {
    const { result } = await call('search-logs', {}, { answers: [rows] });
    assert.match(JSON.stringify(result.evidence[0]?.content), /login of \(hidden\) from \(hidden\)/);
  });

  test('are as they are to the person, and where the operator says so', async () => {
    const caller = fakeCaller({ subject: 'mallory' });
    const own = await call('search-logs', {}, { answers: [rows] }, { caller });
    const open = { configuration: { sources: { 'control-plane': { people: 'all' } } } } as const;
    for (const { result } of [own, await call('search-logs', {}, { ...open, answers: [rows] })])
      assert.match(JSON.stringify(result.evidence[0]?.content), /login of mallory from 10\.9\.8\.7/);
  });
});
