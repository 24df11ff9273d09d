import { type ErrorCode, HexaopsError, type ToolContext } from '@hexaops/core';
import { compileRules } from '@hexaops/core/rules';
import { fakeCaller } from '@hexaops/core/testing';
import { type Configuration, settingsOf } from '../configuration.ts';
import { LogAccess } from '../logs/log-access.ts';
import type { TemplateQuery } from '../query/template-query.ts';
import type { Row } from '../source/click-house.ts';

export interface FakeLogsOptions {
  readonly services?: readonly string[];
  /** What a query is answered with, one after the other; the last one for all that follow. */
  readonly answers?: readonly (readonly Row[])[];
  readonly error?: ErrorCode;
  readonly configuration?: Partial<Configuration>;
}

export const now: number = Date.UTC(2026, 0, 15, 12);

/** Logs without a ClickHouse: what is asked is remembered, and answered as told. */
export function fakeLogs({ services = [], answers, error, configuration = {} }: FakeLogsOptions = {}): {
  readonly access: LogAccess;
  readonly asked: readonly TemplateQuery[];
} {
  const asked: TemplateQuery[] = [];
  const answer = (query: TemplateQuery): readonly Row[] => {
    asked.push(query);
    if (error !== undefined) throw new HexaopsError(error, 'as told');
    if (answers === undefined) return services.map((service) => rowOf({ service_: service }));
    return answers[Math.min(asked.length, answers.length) - 1] ?? [];
  };
  const clickHouse = {
    ask: async (query: TemplateQuery) => ({ rows: answer(query), truncated: false }),
    async *stream(query: TemplateQuery) {
      yield answer(query);
    },
  };
  return { access: new LogAccess(clickHouse, settingsOf({ url: 'http://clickhouse', ...configuration })), asked };
}

/** A row of the workspace `shop`. */
export function rowOf(values: Row): Row {
  return { workspace_: 'shop', ...values };
}

export function fakeContext(rest: Partial<ToolContext> = {}): ToolContext {
  return {
    run: 'run',
    step: 'step',
    caller: fakeCaller(),
    signal: AbortSignal.timeout(30_000),
    byteCap: 65_536,
    rules: compileRules([]),
    now: () => now,
    ...rest,
  };
}
