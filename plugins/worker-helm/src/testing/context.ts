import type { KubernetesObject, Tool, ToolContext, ToolResult, WriteTool } from '@hexaops/core';
import { compileRules, ruleDirectory } from '@hexaops/core/rules';
import { fakeCaller } from '@hexaops/core/testing';
import { ReleaseRecords } from '../releases/index.ts';
import { FakeReader } from './fake-reader.ts';

const sets = await ruleDirectory('worker-helm', new URL('../../rules/', import.meta.url)).load(
  AbortSignal.timeout(30_000),
);
const rules = compileRules(sets);

export const now = Date.parse('2026-03-01T12:00:00Z');

export function contextOf(subject = 'alice'): ToolContext {
  return {
    run: 'run-1',
    step: 'step-1',
    caller: fakeCaller({ subject, expiresAt: now + 100 }),
    signal: new AbortController().signal,
    byteCap: 65_536,
    rules,
    now: () => now,
  };
}

export function over(objects: readonly KubernetesObject[]): {
  readonly records: ReleaseRecords;
  readonly reader: FakeReader;
} {
  const reader = new FakeReader(objects);
  return { reader, records: new ReleaseRecords(reader) };
}

export async function read(tool: Tool, input: unknown, context: ToolContext = contextOf()): Promise<ToolResult> {
  if (tool.effect !== 'read') throw new Error(`${tool.name} is no read`);
  return tool.execute(input, context);
}

export function writeTool(tool: Tool): WriteTool {
  if (tool.effect !== 'write') throw new Error(`${tool.name} is no write`);
  return tool;
}

/** The rows of one piece of evidence, each as an object of its columns. */
export function rowsOf(result: ToolResult, index = 0): readonly Readonly<Record<string, unknown>>[] {
  const content = result.evidence[index]?.content;
  if (content?.kind !== 'table') throw new Error('this is no table');
  const { columns, rows } = content;
  return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place]])));
}
