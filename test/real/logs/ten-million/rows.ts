import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChdbServer } from '../../clickhouse/chdb-server.ts';
import { createTables, runAll } from '../tables.ts';

export const rows = 10_000_000;
/** The present of the rows; they reach a month back. */
export const now = Date.UTC(2026, 0, 15, 12);
/** Has four of five rows. */
export const workspace = 'own';

const month = 31 * 86_400_000;
const step = 1_000_000;

/** By what a row is about, the rare ones last. */
const messages = [
  "concat('GET /api/orders/', toString(h % 1000000), ' 200 in ', toString(h % 900), 'ms')",
  "concat('cache hit for key cart:', lower(hex(h)), ' ttl ', toString(h % 3600))",
  "concat('processed message ', toString(number), ' from topic orders partition ', toString(h % 12), ' offset ', toString(number * 3))",
  "concat('connection to 10.0.', toString(h % 256), '.', toString(h % 251), ':5432 established in ', toString(h % 40), ' ms')",
  "concat('reconciled object shop/checkout-', lower(hex(h % 65536)), ' generation ', toString(h % 50))",
  "concat('user session ', lower(hex(h)), ' refreshed, expires in ', toString(h % 7200), ' seconds')",
  "concat('request to upstream payment timed out after ', toString(1000 + h % 4000), ' ms, attempt ', toString(h % 3))",
  "concat('dial tcp 10.1.', toString(h % 256), '.', toString(h % 199), ':6379: connect: connection refused')",
];

/** The directory of the rows, made where it is not there: half a gigabyte, a minute or two. */
export async function tenMillionRows(): Promise<string> {
  const root = process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache', 'hexaops');
  const directory = join(root, 'logs-10m');
  const version = join(directory, 'VERSION');
  const wanted = await versionOf();
  if (existsSync(version) && (await readFile(version, 'utf8')) === wanted) return join(directory, 'data');
  const work = join(root, `.logs-10m-${process.pid}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await fill(join(work, 'data'));
  await writeFile(join(work, 'VERSION'), wanted);
  await rm(directory, { recursive: true, force: true });
  await rename(work, directory);
  return join(directory, 'data');
}

/** Of the tables and of what fills them. */
async function versionOf(): Promise<string> {
  const files = [
    fileURLToPath(import.meta.url),
    fileURLToPath(new URL('../../../../docs/logs.md', import.meta.url)),
    fileURLToPath(new URL('../../clickhouse/chdb/package.json', import.meta.url)),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    hash.update(file.endsWith('.md') ? (/```sql[\s\S]*?```/.exec(text)?.[0] ?? '') : text);
  }
  return hash.digest('hex');
}

async function fill(path: string): Promise<void> {
  await using server = await startChdbServer({ path });
  await createTables(server.url);
  const choices = messages.map((message, index) =>
    index === messages.length - 1 ? message : `k = ${index}, ${message}`,
  );
  const inserts = Array.from({ length: rows / step }, (_, index) => {
    const time = `fromUnixTimestamp64Milli(toInt64(${now} - intDiv((${rows} - number) * ${month}, ${rows})))`;
    return `INSERT INTO hexabase_logs.control_plane_logs (timestamp, trace_id, level, service, component, workspace_id, message, fields)
      SELECT ${time}, lower(hex(sipHash128(intDiv(number, 5)))), multiIf(k = 6, 'warning', k = 7, 'error', 'info'),
        ['checkout', 'cart', 'payment', 'catalog', 'gateway', 'auth', 'orders', 'shipping'][1 + h % 8],
        ['http', 'db', 'queue'][1 + h % 3], if(number % 5 = 0, 'other', '${workspace}'), multiIf(${choices.join(', ')}),
        map('pod', concat('checkout-', toString(h % 40)))
      FROM (SELECT number, cityHash64(number) AS h, multiIf(h % 1000 < 5, 7, h % 1000 < 20, 6, h % 6) AS k
        FROM numbers(${index * step}, ${step}))`;
  });
  await runAll(server.url, [...inserts, 'OPTIMIZE TABLE hexabase_logs.control_plane_logs FINAL']);
}
