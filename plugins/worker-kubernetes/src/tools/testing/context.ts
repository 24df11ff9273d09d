import {
  type CallerToken,
  type EvidenceDraft,
  type Tool,
  type ToolContext,
  type ToolResult,
  type WriteTool,
} from '@hexaops/core';
import { collectedAt } from '../../cluster/testing/index.ts';
import { loadDiagnoseRules } from '../../diagnosis/index.ts';
import { ClusterAccess, type AccessSettings } from '../access.ts';
import type { FakeSource } from './fake-source.ts';

const rules = await loadDiagnoseRules(AbortSignal.timeout(10_000));

export interface ContextParts {
  readonly subject?: string;
  readonly workspace?: string;
  readonly token?: CallerToken;
  readonly signal?: AbortSignal;
  readonly byteCap?: number;
}

export function contextOf({
  subject = 'ada',
  workspace = 'w-1',
  token,
  signal,
  byteCap = 65_536,
}: ContextParts = {}): ToolContext {
  return {
    run: 'run-1',
    step: 'step-1',
    caller: { subject, workspace, organizations: [], roles: undefined, permissions: undefined, token },
    signal: signal ?? new AbortController().signal,
    byteCap,
    rules,
    now: () => collectedAt.getTime(),
  };
}

export function accessTo(source: FakeSource, settings: Partial<AccessSettings> = {}): ClusterAccess {
  return new ClusterAccess(source, { source: 'control-plane', readBytes: 1024 ** 2, ...settings });
}

/** Runs a read tool with these arguments. */
export async function read(tool: Tool, input: unknown, context: ToolContext = contextOf()): Promise<ToolResult> {
  if (tool.effect !== 'read') throw new Error(`${tool.name} is no read`);
  return tool.execute(input, context);
}

export function writeTool(tool: Tool): WriteTool {
  if (tool.effect !== 'write') throw new Error(`${tool.name} is no write`);
  return tool;
}

/** The rows of a piece of evidence, each as an object of its columns. */
export function rowsOf(evidence: EvidenceDraft | undefined): readonly Readonly<Record<string, unknown>>[] {
  if (evidence?.content.kind !== 'table') throw new Error('this is no table');
  const { columns, rows } = evidence.content;
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

export function textOf(evidence: EvidenceDraft | undefined): string {
  if (evidence?.content.kind !== 'text') throw new Error('this is no text');
  return evidence.content.text;
}
