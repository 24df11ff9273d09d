import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type AuditClickHouseConfig, createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { HexaopsError } from '@hexaops/core';
import { statement } from './statement.ts';

/** Makes the table as the plugin prints it for administrators. Accounts are the server's own. */
export async function createTable(url: string, config: Partial<AuditClickHouseConfig> = {}): Promise<void> {
  const schema = createAuditClickHouse({ url, ...config }).reader.schema();
  for (const sql of schema.split(/;\n+/)) {
    if (/^CREATE (?:DATABASE|TABLE)/.test(sql)) await statement(url, sql);
  }
}

export function countOf({ url }: { readonly url: string }): Promise<string> {
  return statement(url, 'SELECT count() FROM logs.audit');
}

/** An error that trying again does not mend. */
export function refused(message: RegExp, nextStep: RegExp) {
  return (error: unknown): true => {
    assert.ok(HexaopsError.is(error, 'audit-refused'), inspect(error));
    assert.match(error.message, message);
    assert.match(error.nextStep ?? '', nextStep);
    return true;
  };
}
