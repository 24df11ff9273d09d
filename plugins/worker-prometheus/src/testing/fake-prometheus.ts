import type { ReadTool, ToolContext, ToolResult } from '@hexaops/core';
import { compileRules, ruleDirectory } from '@hexaops/core/rules';
import { fakeCaller } from '@hexaops/core/testing';
import { type Configuration, settingsOf } from '../configuration.ts';
import { Prometheus } from '../source/prometheus.ts';

export const now = Date.UTC(2024, 0, 2);

const rules = compileRules(
  await ruleDirectory('worker-prometheus', new URL('../../rules/', import.meta.url)).load(AbortSignal.timeout(10_000)),
);

export function contextOf(parts: Partial<ToolContext> = {}): ToolContext {
  return {
    run: 'r',
    step: 's',
    caller: fakeCaller({ workspace: 'w-1' }),
    signal: new AbortController().signal,
    byteCap: 65_536,
    rules,
    now: () => now,
    ...parts,
  };
}

/** One series of an answer: its labels, and its value at a time in milliseconds since the epoch; undefined where it has none. */
export interface FakeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly at: (time: number) => number | undefined;
}

export interface Asked {
  readonly path: string;
  readonly query: string;
  readonly from: number;
  readonly to: number;
}

/** Answers ranges and instants by what `respond` gives to a query, and `alerts` and `rules` as they are. */
export function fakePrometheus(
  respond: (query: string) => readonly FakeSeries[],
  documents: { readonly alerts?: unknown; readonly rules?: unknown } = {},
  configuration: Partial<Configuration> = {},
): { readonly prometheus: Prometheus; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const fetch = async (url: string, { body }: RequestInit): Promise<Response> => {
    const path = new URL(url).pathname.replace('/api/v1/', '');
    if (path === 'alerts' || path === 'rules') return Response.json({ status: 'success', data: documents[path] });
    const parameters = new URLSearchParams(typeof body === 'string' ? body : '');
    const number = (name: string) => Math.round(Number(parameters.get(name)) * 1000);
    const query = parameters.get('query') ?? '';
    const isRange = path === 'query_range';
    const [from, to] = isRange ? [number('start'), number('end')] : [number('time'), number('time')];
    asked.push({ path, query, from, to });
    const step = isRange ? number('step') : 1;
    const result = respond(query).map(({ labels, at }) => {
      const values: [number, string][] = [];
      for (let time = from; time <= to; time += step) {
        const value = at(time);
        if (value !== undefined) values.push([time / 1000, String(value)]);
      }
      return isRange ? { metric: labels, values } : { metric: labels, value: values[0] };
    });
    return Response.json({ status: 'success', data: { resultType: isRange ? 'matrix' : 'vector', result } });
  };
  return { prometheus: new Prometheus(settingsOf({ url: 'http://metrics.test', ...configuration }), fetch), asked };
}

export function call(tool: ReadTool, input: unknown, parts: Partial<ToolContext> = {}): Promise<ToolResult> {
  return tool.execute(input, contextOf(parts));
}
