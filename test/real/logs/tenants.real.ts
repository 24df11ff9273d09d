import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createEngine, HexaopsError } from '@hexaops/core';
import { fakeCaller, openTools, type PluginTools } from '@hexaops/core/testing';
import clickHousePlugin from '@hexaops/worker-clickhouse';
import { type ChdbServer, startChdbServer } from '../clickhouse/chdb-server.ts';
import { findPrograms } from '../clickhouse/programs.ts';
import { hostileTexts, injections } from './hostile.ts';
import { type Attackable, neededBy, parametersOf } from './parameters.ts';
import { createTables, fillTables } from './tables.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;
const now = Date.UTC(2026, 0, 15, 12);
const logs = ['control-plane', 'pipelines', 'assistant', 'security', 'events'];

describe("one workspace's logs in a ClickHouse that holds another's too", { skip }, () => {
  let directory: string;
  let server: ChdbServer;
  let tools: PluginTools;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hexaops-logs-'));
    server = await startChdbServer({ path: join(directory, 'data') });
    await createTables(server.url);
    await fillTables(server.url, now);
    tools = await openTools({ use: clickHousePlugin, config: { url: server.url } });
  });
  after(async () => {
    await tools?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    if (directory !== undefined) await rm(directory, { recursive: true });
  });
  const run = (name: string, input: unknown, workspace = 'own') =>
    tools.call(name, input, { caller: fakeCaller({ workspace, subject: 'ada' }), now: () => now });

  const textOf = async (...asked: Parameters<typeof run>) => JSON.stringify(await run(...asked));

  test('is searched by term, level, service, pod and time', async () => {
    const { evidence } = await run('search-logs', {
      term: 'TIMEOUT of <*>',
      level: 'ERROR',
      pod: 'own-0',
      since: '1h',
    });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.equal(content.rows.length, 30);
    const message = content.columns.indexOf('message');
    assert.ok(content.rows.every((row) => /timeout/.test(String(row[message])) && row[1] === 'error'));
    assert.match(await textOf('search-logs', { service: 'nobody' }), /"rows":\[\]/);
    for (const source of logs) assert.match(await textOf('search-logs', { source }), /OWN/, source);
    const early = await run('search-logs', { from: '2026-01-15T11:30:00Z', to: '11:40' });
    assert.deepEqual(early.value, { lines: 20 });
  });

  test('is counted over time', async () => {
    const { value, evidence } = await run('count-logs', { term: 'timeout', since: '1h', by: 'service' });
    assert.deepEqual(value, { total: 60, first: new Date(now - 60 * 60_000).toISOString() });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'series');
    assert.deepEqual(
      content.series.map(({ name, points }) => [name, points.reduce((sum, [, lines]) => sum + (lines ?? 0), 0)]),
      [
        ['cart', 40],
        ['checkout', 20],
      ],
    );
  });

  test('tells when something first stood in it', async () => {
    const first = new Date(now - 1_800_000).toISOString();
    const { value, moments } = await run('first-log', { term: 'certificate of <num> has expired' });
    assert.deepEqual(value, { lines: 10, first, last: new Date(now - 1_791_000).toISOString() });
    assert.deepEqual(
      moments?.map(({ at, object }) => [at, object?.name]),
      [[now - 1_800_000, 'payment']],
    );
    assert.match(await textOf('first-log', { term: 'never written' }), /: never"/);
  });

  test('is shown around an instant, on both sides', async () => {
    const { value, evidence } = await run('logs-around', { at: '11:30', margin: '5m', term: 'timeout' });
    assert.deepEqual(value, { before: 5, after: 5 });
    assert.deepEqual(
      evidence.map(({ timeRange }) => timeRange?.from),
      ['2026-01-15T11:25:00.000Z', '2026-01-15T11:30:00.000Z'],
    );
  });

  test('is followed along one trace over services and logs, in order', async () => {
    const { value, evidence } = await run('trace-logs', { trace: 'trace-1' });
    // Of the assistant's lines only the person's own.
    assert.deepEqual(value, { lines: 90, services: ['cart', 'chat', 'checkout'], milliseconds: 59 * 60_000 + 500 });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    const times = content.rows.map(([time]) => String(time));
    assert.deepEqual(times, times.toSorted());
  });

  test('is grouped by what its lines have in common', async () => {
    const { evidence } = await run('top-log-templates', {});
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.deepEqual(
      content.rows.map((row) => [row[0], row[5]]),
      [
        [60, 'OWN timeout of request <num> by <*>'],
        [10, 'OWN certificate of <num> has expired'],
      ],
    );
  });

  test('says which errors were not there a day before, and since when', async () => {
    const { evidence, findings, moments } = await run('new-log-templates', { since: '1h' });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.deepEqual(
      content.rows.map((row) => row[5]),
      ['OWN certificate of <num> has expired'],
    );
    assert.deepEqual(
      findings?.map(({ cause, object }) => [cause, object]),
      [['new-error-lines', { kind: 'Service', name: 'payment' }]],
    );
    assert.deepEqual(
      moments?.map(({ at, kind }) => [at, kind]),
      [[now - 1_800_000, 'symptom']],
    );
  });

  test('has the events of an object, those of one reason together', async () => {
    const { evidence, moments } = await run('stored-events', { name: 'own-0' });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.deepEqual(
      content.rows.map((row) => [row[2], row[4], row[5]]),
      [[60, 'Pod shop own-0', 'BackOff']],
    );
    assert.deepEqual(
      moments?.map(({ at }) => at),
      [now - 60 * 60_000],
    );
  });

  test('says which pipeline failed, at which stage, and with which last lines', async () => {
    const { evidence, findings } = await run('failed-pipelines', {});
    assert.deepEqual(
      findings?.map(({ cause, object, summary }) => [
        cause,
        object.name,
        /at stage apply, task helm with code 2/.test(summary),
      ]),
      [['pipeline-failed', 'deploy', true]],
    );
    const lines = evidence[1]?.content;
    assert.ok(lines?.kind === 'table');
    assert.equal(lines.rows.length, 20);
    assert.match(JSON.stringify(lines.rows.at(-1)), /OWN line 0: no such image/);
  });

  test('does not show what other persons of the workspace did', async () => {
    for (const source of ['assistant', 'security'])
      assert.doesNotMatch(await textOf('search-logs', { source }), /mallory|10\.9\.8\.7/, source);
    const masked = await textOf('search-logs', {});
    assert.match(masked, /by \(hidden\)/);
    for (const tool of ['search-logs', 'top-log-templates', 'new-log-templates'])
      assert.doesNotMatch((await textOf(tool, {})).replaceAll(/"query":".*?[^\\]"/g, ''), /mallory|10\.9\.8\.7/, tool);
  });

  test('answers questions in plain words, without a model', async () => {
    await using engine = await createEngine({
      plugins: [{ use: clickHousePlugin, config: { url: server.url } }],
      now: () => now,
    });
    const caller = fakeCaller({ workspace: 'own', subject: 'ada', expiresAt: now + 3_600_000 });
    for (const [question, expected] of [
      [
        'what new errors are there since yesterday?',
        /payment writes an error since 2026-01-15T11:30:00\.000Z .*10 times/,
      ],
      ["when did 'certificate of' first appear?", /first at 2026-01-15T11:30:00\.000Z, 10 times since/],
      ['which pipeline failed and why?', /Pipeline deploy failed at stage apply, task helm with code 2/],
      ['show the errors of chekout', /logs of service chekout at level error: none/],
      ['events of pod own-0', /BackOff/],
      ['show the logs around 11:30', /before 2026-01-15T11:30:00\.000Z/],
    ] as const) {
      const events = await Array.fromAsync(engine.ask(caller, { message: question }));
      const answer = events.find((event) => event.type === 'answer')?.text ?? '';
      assert.match(answer, expected, question);
      assert.doesNotMatch(answer, /FOREIGN/);
    }
  });

  test('gives nothing of the other, whatever is written where', async (t) => {
    const attacks = parametersOf(tools.tools);
    let asked = 0;
    let refused = 0;
    const attack = async (attackable: Attackable, text: string) => {
      const { tool, parameter } = attackable;
      asked += 1;
      const own = JSON.stringify(text).slice(1, -1);
      try {
        const result = await textOf(tool, attackable.argumentsWith(text));
        assert.doesNotMatch(result.replaceAll(own, ''), /FOREIGN/, `${tool} ${parameter}: ${text}`);
      } catch (error) {
        refused += 1;
        assert.ok(HexaopsError.is(error, 'arguments-invalid'), `${tool} ${parameter} ${text}: ${String(error)}`);
        assert.doesNotMatch(JSON.stringify([error.message, error.nextStep]), /FOREIGN/);
      }
    };
    for (const [index, each] of attacks.entries()) {
      // Not every text through every parameter, which would take long; but every text through parameters of every column.
      const texts = each.tool === 'search-logs' ? hostileTexts : rotated(injections, index * 11).slice(0, 16);
      for (let at = 0; at < texts.length; at += 8)
        await Promise.all(texts.slice(at, at + 8).map((text) => attack(each, text)));
    }
    // The same database shows the other's rows to the other, by every tool: there was something to see.
    for (const { name } of tools.tools.values()) {
      assert.match(await textOf(name, neededBy(name), 'other'), /FOREIGN/, name);
    }
    t.diagnostic(
      `figure: ${asked} hostile inputs through ${attacks.length} parameters of ${tools.tools.size} tools, 0 foreign rows, ${refused} refused`,
    );
    assert.ok(asked >= 500);
  });

  test('gives nothing to a workspace whose name is an attack', async () => {
    for (const text of hostileTexts) {
      try {
        const { evidence } = await run('search-logs', {}, text);
        assert.deepEqual(
          evidence.map(({ content }) => (content.kind === 'table' ? content.rows : content)),
          [[]],
        );
      } catch (error) {
        assert.ok(HexaopsError.is(error, 'arguments-invalid'), String(error));
      }
    }
  });

  test('is given up where it would take too long or too much', async () => {
    await assert.rejects(run('search-logs', { since: '900d' }), (error) => HexaopsError.is(error, 'arguments-invalid'));
    await using narrow = await openTools({ use: clickHousePlugin, config: { url: server.url, rowsToRead: 1000 } });
    const situation = { caller: fakeCaller({ workspace: 'own' }), now: () => now };
    await assert.rejects(narrow.call('search-logs', { source: 'pipelines', since: '30d' }, situation), (error) => {
      assert.ok(HexaopsError.is(error, 'deadline-exceeded'), String(error));
      return true;
    });
    await using few = await openTools({ use: clickHousePlugin, config: { url: server.url, rows: 5 } });
    const { evidence } = await few.call('search-logs', {}, situation);
    assert.equal(evidence[0]?.truncated, true);
    assert.match(evidence[0]?.omitted ?? '', /narrow/);
  });
});

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
