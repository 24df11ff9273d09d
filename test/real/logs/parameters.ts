import type { Tool } from '@hexaops/core';

/** What each tool needs, beside the parameter that is attacked. */
const needed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'count-logs': { by: 'service' },
  'first-log': { term: 'timeout' },
  'logs-around': { at: '2026-01-15T11:30:00Z' },
  'trace-logs': { trace: 'trace-1' },
};

export interface Attackable {
  readonly tool: string;
  readonly parameter: string;
  argumentsWith(text: string): Readonly<Record<string, unknown>>;
}

/** Arguments with which a tool finds something. */
export function neededBy(tool: string): Readonly<Record<string, unknown>> {
  return needed[tool] ?? {};
}

/** Every parameter of every tool, as its schema has it. */
export function parametersOf(tools: ReadonlyMap<string, Tool>): readonly Attackable[] {
  return [...tools.values()].flatMap(({ name, input }) =>
    Object.keys(input['properties'] ?? {}).map((parameter): Attackable => {
      return { tool: name, parameter, argumentsWith: (text) => ({ ...neededBy(name), [parameter]: text }) };
    }),
  );
}
