import { unknownName } from '../errors.ts';
import type { ToolRegistry } from '../engine/tool-registry.ts';

/**
 * The tools that may be used without anybody's token: those that read, of the workers that the operator has named. Every
 * other is as unknown as one that no plugin brings, whatever a rule says.
 */
export function readingTools(tools: ToolRegistry, workers: readonly string[]): ToolRegistry {
  const all = tools.all.filter(({ effect, worker }) => effect === 'read' && workers.includes(worker));
  const names = all.map(({ name }) => name);
  return {
    all,
    has: (name) => names.includes(name),
    get: (name) => {
      if (names.includes(name)) return tools.get(name);
      throw unknownName('tool-unknown', 'tool that reads without a token', name, names);
    },
    check: (tool, input) => tools.check(tool, input),
  };
}

/** Why a tool is not among them, in words. */
export function whyNot(tools: ToolRegistry, name: string): string {
  if (!tools.has(name)) return 'not installed here';
  const { effect, worker } = tools.get(name);
  if (effect === 'write') return 'changes something, which no investigation does';
  return `reads with the token of whoever asks: the worker "${worker}" is none that investigations may use`;
}
