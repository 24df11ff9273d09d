import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fakeCaller, openTools, type PluginTools } from '@hexaops/core/testing';
import clickHousePlugin from '@hexaops/worker-clickhouse';
import { type ChdbServer, startChdbServer } from '../clickhouse/chdb-server.ts';
import { findPrograms } from '../clickhouse/programs.ts';
import { now, tenMillionRows, workspace } from './ten-million/rows.ts';
import { percentile, searches, sources, take } from './ten-million/searches.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;
const mebibyte = 1024 ** 2;

describe('ten million lines', { skip }, () => {
  let server: ChdbServer;
  let tools: PluginTools;
  before(async () => {
    server = await startChdbServer({ path: await tenMillionRows() });
    tools = await openTools({
      use: clickHousePlugin,
      config: { url: server.url, sources, timeoutMilliseconds: 120_000, templateRows: 400_000 },
    });
  });
  after(async () => {
    await tools?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const run = (name: string, input: unknown) =>
    tools.call(name, input, {
      caller: fakeCaller({ workspace }),
      now: () => now,
      signal: AbortSignal.timeout(300_000),
    });

  test('are searched', async (t) => {
    const times: number[] = [];
    for (const search of searches) {
      const { milliseconds, lines } = await take(tools, search);
      if (search.name.startsWith('a text that is nowhere')) assert.equal(lines, 0);
      else if (!/one number|trace|pod|1h$/.test(search.name)) assert.ok(lines > 0, search.name);
      times.push(milliseconds);
    }
    t.diagnostic(
      `figure: ${times.length} searches of 10,000,000 lines, p50 ${Math.round(percentile(times, 0.5))} ms, p95 ${Math.round(percentile(times, 0.95))} ms`,
    );
  });

  test('are grouped as a stream, in memory that does not grow with them', async (t) => {
    globalThis.gc?.();
    let most = 0;
    const start = process.memoryUsage();
    const watch = setInterval(() => {
      const { heapUsed, external } = process.memoryUsage();
      most = Math.max(most, heapUsed + external - start.heapUsed - start.external);
    }, 20);
    try {
      const { value, evidence } = await run('top-log-templates', { since: '36h' });
      const { lines, templates } = value as { readonly lines: number; readonly templates: number };
      assert.ok(lines > 380_000, `${lines} lines`);
      assert.ok(templates < 50, `${templates} templates`);
      assert.equal(evidence[0]?.truncated, undefined);
      t.diagnostic(`figure: ${lines} lines grouped, at most ${Math.round(most / mebibyte)} MiB more than before`);
      // The lines are over 60 MiB as they come, and as objects several times as much.
      assert.ok(most < 256 * mebibyte, `${Math.round(most / mebibyte)} MiB`);
    } finally {
      clearInterval(watch);
    }
  });

  test('are grouped by a sample where they are too many', async () => {
    await using few = await openTools({
      use: clickHousePlugin,
      config: { url: server.url, timeoutMilliseconds: 120_000, templateRows: 20_000 },
    });
    const situation = { caller: fakeCaller({ workspace }), now: () => now, signal: AbortSignal.timeout(300_000) };
    const { evidence, value } = await few.call('top-log-templates', { since: '7d' }, situation);
    const { lines } = value as { readonly lines: number };
    assert.match(evidence[0]?.omitted ?? '', new RegExp(`one line in ${Math.ceil(lines / 20_000)} was read`));
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    const counted = content.rows.reduce((sum, row) => sum + Number(row[0]), 0);
    assert.ok(counted > lines * 0.8 && counted < lines * 1.2, `${counted} of ${lines}`);
  });
});
