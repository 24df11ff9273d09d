/** Runs a statement as somebody, and gives the answer. Raises what ClickHouse says. */
export async function statement(
  url: string,
  sql: string,
  { user = 'default', password = '', format = 'TabSeparated' } = {},
): Promise<string> {
  const response = await fetch(`${url}/?default_format=${format}`, {
    method: 'POST',
    body: sql,
    headers: { 'x-clickhouse-user': user, 'x-clickhouse-key': password },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.trimEnd();
}
