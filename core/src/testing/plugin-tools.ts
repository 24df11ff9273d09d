import type { Caller } from '../caller.ts';
import { resolvePlugins, type PluginReference } from '../engine/plugin-references.ts';
import { ruleSourcePoint } from '../extension/rules.ts';
import { type Tool, toolPoint, type ToolResult } from '../extension/tool.ts';
import { assemble } from '../plugin/assemble.ts';
import { compileRules } from '../rules/index.ts';
import { fakeCaller } from './fake-caller.ts';

export interface ToolSituation {
  readonly caller?: Caller;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  readonly byteCap?: number;
}

/** The tools of plugins that are put together as in an engine, without one, with the rules that they bring. */
export interface PluginTools extends AsyncDisposable {
  readonly tools: ReadonlyMap<string, Tool>;
  /** Calls a read tool. Its arguments go past every schema and guard: a tool must hold without them. */
  call(name: string, input: unknown, situation?: ToolSituation): Promise<ToolResult>;
}

export async function openTools(...plugins: readonly PluginReference[]): Promise<PluginTools> {
  const assembly = await assemble(await resolvePlugins(plugins, undefined), { startMilliseconds: 10_000 });
  const tools = new Map(assembly.all(toolPoint).map((tool) => [tool.name, tool]));
  const sources = assembly.all(ruleSourcePoint);
  const sets = await Promise.all(sources.map((source) => source.load(AbortSignal.timeout(30_000))));
  const rules = compileRules(sets.flat());
  return {
    tools,
    async call(name, input, { caller = fakeCaller(), now = Date.now, signal, byteCap = 65_536 } = {}) {
      const tool = tools.get(name);
      if (tool?.effect !== 'read')
        throw new TypeError(`there is no read tool ${name}; there are: ${[...tools.keys()].join(', ')}`);
      const context = {
        run: 'run',
        step: 'step',
        caller,
        signal: signal ?? AbortSignal.timeout(30_000),
        byteCap,
        rules,
        now,
      };
      return tool.execute(input, context);
    },
    [Symbol.asyncDispose]: () => assembly[Symbol.asyncDispose](),
  };
}
