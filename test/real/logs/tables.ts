import { readFile } from 'node:fs/promises';

const database = 'hexabase_logs';
const minute = 60_000;

/** The tables that docs/logs.md recommends. */
export async function createTables(url: string): Promise<void> {
  const page = await readFile(new URL('../../../docs/logs.md', import.meta.url), 'utf8');
  const sql = /```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const statements = sql.split(';').filter((statement) => statement.trim() !== '');
  if (statements.length !== 6) throw new Error(`docs/logs.md has ${statements.length} statements`);
  await runAll(url, statements);
}

export async function runAll(url: string, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    const response = await fetch(url, { method: 'POST', body: statement });
    if (!response.ok) throw new Error(`${statement.slice(0, 80)}: ${await response.text()}`);
  }
}

/**
 * A line a minute of two workspaces, the last at the present, and of pipelines 3,000. `OWN` and `FOREIGN` in a message say
 * whose it is; `ada` has written every other line, `mallory` from 10.9.8.7 the others.
 */
export async function fillTables(url: string, now: number): Promise<void> {
  const time = `fromUnixTimestamp64Milli(toInt64(${now} - ${minute} * (number + 1)))`;
  const user = "if(number % 2 = 0, 'ada', 'mallory')";
  await runAll(
    url,
    ['own', 'other'].flatMap((workspace) => {
      const word = workspace === 'own' ? 'OWN' : 'FOREIGN';
      const service = (name: string) => `'${workspace === 'own' ? '' : 'FOREIGN-'}${name}'`;
      const message = `concat('${word} timeout of request ', toString(number), ' by ', ${user})`;
      return [
        `INSERT INTO ${database}.control_plane_logs (timestamp, trace_id, level, service, component, user_id, workspace_id, message, fields) SELECT ${time}, 'trace-1', 'error', if(number % 3 = 0, ${service('checkout')}, ${service('cart')}), 'http', ${user}, '${workspace}', ${message}, map('pod', concat('${workspace}-', toString(number % 2))) FROM numbers(60)`,
        // A day before there was something else, and one error is new.
        `INSERT INTO ${database}.control_plane_logs (timestamp, level, service, workspace_id, message) SELECT ${time} - INTERVAL 1 DAY, 'error', ${service('checkout')}, '${workspace}', ${message} FROM numbers(60)`,
        `INSERT INTO ${database}.control_plane_logs (timestamp, level, service, workspace_id, message) SELECT fromUnixTimestamp64Milli(toInt64(${now} - 1800000 + number * 1000)), 'fatal', ${service('payment')}, '${workspace}', concat('${word} certificate of ', toString(number), ' has expired') FROM numbers(10)`,
        `INSERT INTO ${database}.aiops_logs (timestamp, trace_id, level, agent_type, user_id, workspace_id, message) SELECT addMilliseconds(${time}, 500), 'trace-1', 'info', 'chat', ${user}, '${workspace}', ${message} FROM numbers(60)`,
        `INSERT INTO ${database}.pipeline_logs (timestamp, level, pipeline_id, run_id, stage, task, workspace_id, message) SELECT ${time}, 'info', 'build', concat('run-', toString(intDiv(number, 100))), 'compile', 'make', '${workspace}', ${message} FROM numbers(3000)`,
        `INSERT INTO ${database}.pipeline_logs (timestamp, level, pipeline_id, run_id, stage, task, workspace_id, message, exit_code) SELECT ${time}, 'error', 'deploy', 'run-9', 'apply', 'helm', '${workspace}', concat('${word} line ', toString(number), ': no such image'), if(number = 0, 2, 0) FROM numbers(40)`,
        `INSERT INTO ${database}.k8s_events (timestamp, namespace, kind, name, reason, event_type, count, workspace_id, message) SELECT ${time}, 'shop', 'Pod', '${workspace}-0', 'BackOff', 'Warning', 60 - number, '${workspace}', '${word} back-off restarting' FROM numbers(60)`,
        `INSERT INTO ${database}.security_events (timestamp, severity, user_id, source_ip, resource, action, workspace_id, message) SELECT ${time}, 'high', ${user}, '10.9.8.7', 'login', 'deny', '${workspace}', ${message} FROM numbers(60)`,
      ];
    }),
  );
}
