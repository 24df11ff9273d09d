const database = 'hexabase_logs';

/** The tables of the control plane's contract, with an hour of lines of two workspaces, and a month of one's pipelines. */
export async function createTables(url: string, now: number): Promise<void> {
  const statements = [
    `CREATE DATABASE IF NOT EXISTS ${database}`,
    `CREATE TABLE ${database}.control_plane_logs (timestamp DateTime64(3), trace_id String, level LowCardinality(String), service String, component String, user_id String, org_id String, workspace_id String, message String, fields Map(String,String), error_stack String, duration_ms UInt32, http_method String, http_path String, http_status UInt16, source_file String, source_line UInt32) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (workspace_id, timestamp)`,
    `CREATE TABLE ${database}.aiops_logs (timestamp DateTime64(3), trace_id String, level String, agent_type String, agent_id String, user_id String, workspace_id String, session_id String, message String, llm_model String, prompt_tokens UInt32, completion_tokens UInt32, total_tokens UInt32, latency_ms UInt32, cost_usd Float64, operation String, status String, fields Map(String,String)) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp`,
    `CREATE TABLE ${database}.pipeline_logs (timestamp DateTime, trace_id String, workspace_id String, project_id String, pipeline_id String, run_id String, stage String, task String, level String, message String, exit_code Int32, duration_ms UInt32, provider String, fields Map(String,String)) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp`,
    `CREATE TABLE ${database}.k8s_events (timestamp DateTime, namespace String, kind String, name String, reason String, message String, event_type String, source_component String, source_host String, count UInt32, workspace_id String, labels Map(String,String)) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp`,
    `CREATE TABLE ${database}.security_events (timestamp DateTime, event_type String, severity String, user_id String, org_id String, workspace_id String, source_ip String, user_agent String, resource String, action String, result String, message String, metadata Map(String,String), risk_score Float32) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp`,
    ...linesOf(now),
  ];
  for (const statement of statements) {
    const response = await fetch(url, { method: 'POST', body: statement });
    if (!response.ok) throw new Error(`${statement.slice(0, 80)}: ${await response.text()}`);
  }
}

/** A line a minute; the last at the present. `OWN` and `FOREIGN` say whose a message is. */
function linesOf(now: number): readonly string[] {
  const start = `fromUnixTimestamp64Milli(toInt64(${now}) - 60000 * (number + 1))`;
  return ['own', 'other'].flatMap((workspace) => {
    const message = `concat('${workspace === 'own' ? 'OWN' : 'FOREIGN'} timeout of request ', toString(number))`;
    return [
      `INSERT INTO ${database}.control_plane_logs (timestamp, trace_id, level, service, component, workspace_id, message) SELECT ${start}, 'trace-1', 'error', 'checkout', 'http', '${workspace}', ${message} FROM numbers(60)`,
      `INSERT INTO ${database}.aiops_logs (timestamp, level, agent_type, workspace_id, message) SELECT ${start}, 'info', 'chat', '${workspace}', ${message} FROM numbers(60)`,
      `INSERT INTO ${database}.pipeline_logs (timestamp, level, pipeline_id, workspace_id, message) SELECT ${start}, 'info', 'build', '${workspace}', ${message} FROM numbers(20000)`,
      `INSERT INTO ${database}.k8s_events (timestamp, name, reason, event_type, workspace_id, message) SELECT ${start}, 'checkout', 'BackOff', 'Warning', '${workspace}', ${message} FROM numbers(60)`,
      `INSERT INTO ${database}.security_events (timestamp, severity, resource, action, workspace_id, message) SELECT ${start}, 'high', 'login', 'deny', '${workspace}', ${message} FROM numbers(60)`,
    ];
  });
}
