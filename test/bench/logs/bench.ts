import { openTools } from '@hexaops/core/testing';
import clickHousePlugin from '@hexaops/worker-clickhouse';
import { startChdbServer } from '../../real/clickhouse/chdb-server.ts';
import { rows, tenMillionRows } from '../../real/logs/ten-million/rows.ts';
import { percentile, searches, sources, take } from '../../real/logs/ten-million/searches.ts';
import type { Bench } from '../support/contract.ts';
import { format } from '../support/statistics.ts';

const rounds = 5;

const bench: Bench = async () => {
  await using server = await startChdbServer({ path: await tenMillionRows() });
  await using tools = await openTools({
    use: clickHousePlugin,
    config: { url: server.url, sources, timeoutMilliseconds: 60_000 },
  });
  const times = new Map(searches.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const search of searches) {
      const { milliseconds, lines } = await take(tools, search);
      if (search.name.startsWith('a text that is nowhere') !== (lines === 0) && /nowhere|everything/.test(search.name))
        throw new Error(`${search.name} found ${lines} lines`);
      // The first round fills the caches of the machine.
      if (round > 0) times.get(search.name)?.push(milliseconds);
    }
  }
  const all = [...times.values()].flat();
  const figures = {
    lines: rows,
    searchMilliseconds: percentile(all, 0.5),
    searchMillisecondsP95: percentile(all, 0.95),
  };
  const table = [...times].map(
    ([name, samples]) => `| ${name} | ${format(percentile(samples, 0.5))} | ${format(Math.max(...samples))} |`,
  );
  return {
    report: [
      `${searches.length} searches of ${rows.toLocaleString('en-US')} lines in a table as docs/logs.md recommends (chdb 26.7, four of five lines are of the workspace that asks), ${rounds} times each, from the call of the tool to its answer: p50 ${format(figures.searchMilliseconds)} ms, p95 ${format(figures.searchMillisecondsP95)} ms.`,
      '',
      '| search, how far back | median ms | longest ms |',
      '| --- | ---: | ---: |',
      ...table,
    ].join('\n'),
    figures,
  };
};

export default bench;
