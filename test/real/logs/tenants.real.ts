import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { fakeCaller, openTools, type PluginTools } from '@hexaops/core/testing';
import clickHousePlugin from '@hexaops/worker-clickhouse';
import { type ChdbServer, startChdbServer } from '../clickhouse/chdb-server.ts';
import { findPrograms } from '../clickhouse/programs.ts';
import { hostileTexts } from './hostile.ts';
import { createTables } from './tables.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;
const now = Date.UTC(2026, 0, 15, 12);
const parameters = ['term', 'level', 'service', 'component', 'trace'] as const;

describe("one workspace's logs in a ClickHouse that holds another's too", { skip }, () => {
  let directory: string;
  let server: ChdbServer;
  let tools: PluginTools;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hexaops-logs-'));
    server = await startChdbServer({ path: join(directory, 'data') });
    await createTables(server.url, now);
    tools = await openTools({ use: clickHousePlugin, config: { url: server.url } });
  });
  after(async () => {
    await tools?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    if (directory !== undefined) await rm(directory, { recursive: true });
  });
  const run = (name: string, input: unknown, workspace = 'own') =>
    tools.call(name, input, { caller: fakeCaller({ workspace }), now: () => now });

  test('is searched by term, level, service and time', async () => {
    const { evidence } = await run('search-logs', { term: 'TIMEOUT', level: 'ERROR', since: '1h' });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.ok(
      content.rows.length > 0 && content.rows.every((row) => /timeout/.test(String(row[5])) && row[1] === 'error'),
    );
    const none = await run('search-logs', { service: 'nobody' });
    assert.match(JSON.stringify(none.evidence), /"rows":\[\]/);
    for (const source of ['control-plane', 'pipelines', 'assistant', 'security', 'events'])
      assert.match(JSON.stringify(await run('search-logs', { source })), /OWN/, source);
  });

  test('is counted over time', async () => {
    const { value } = await run('count-logs', { level: 'error', since: '1h' });
    assert.deepEqual(value, { total: 60, first: new Date(now - 60 * 60_000).toISOString() });
  });

  test('gives nothing of the other, whatever is written where', async (t) => {
    let asked = 0;
    let refused = 0;
    for (const text of hostileTexts) {
      for (const name of parameters) {
        const tool = asked % 2 === 0 ? 'search-logs' : 'count-logs';
        asked += 1;
        try {
          const result = JSON.stringify(await run(tool, { [name]: text }));
          assert.doesNotMatch(result.replaceAll(JSON.stringify(text).slice(1, -1), ''), /FOREIGN/, `${name}: ${text}`);
        } catch (error) {
          refused += 1;
          assert.ok(HexaopsError.is(error, 'arguments-invalid'), String(error));
          assert.doesNotMatch(JSON.stringify([error.message, error.nextStep]), /FOREIGN/);
        }
      }
    }
    // The same database shows the other's rows to the other: there was something to see.
    assert.match(JSON.stringify(await run('search-logs', {}, 'other')), /FOREIGN/);
    t.diagnostic(
      `figure: ${asked} hostile inputs through ${parameters.length} parameters, 0 foreign rows, ${refused} refused`,
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
