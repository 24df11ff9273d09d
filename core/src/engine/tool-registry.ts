import { HexaopsError, unknownName } from '../errors.ts';
import type { Tool } from '../extension/tool.ts';
import { compileSchema, type Validate } from '../schema/compile.ts';

/** Every tool by its name, with its schema compiled once. */
export interface ToolRegistry {
  /** Raises `tool-unknown` with the names that there are. */
  get(name: string): Tool;
  has(name: string): boolean;
  readonly all: readonly Tool[];
  /** Raises `arguments-invalid` with every problem. */
  check(tool: Tool, input: unknown): void;
}

/** Raises `plugin-duplicate` where two tools have one name, and `plugin-invalid` where a schema admits unknown arguments. */
export function createToolRegistry(tools: readonly Tool[]): ToolRegistry {
  const byName = new Map<string, { readonly tool: Tool; readonly validate: Validate }>();
  for (const tool of tools) {
    if (byName.has(tool.name)) {
      throw new HexaopsError('plugin-duplicate', `two plugins bring a tool "${tool.name}"`, {
        nextStep: 'use one of them',
      });
    }
    if (tool.input['type'] !== 'object' || tool.input['additionalProperties'] !== false) {
      throw new HexaopsError('plugin-invalid', `the schema of the tool "${tool.name}" admits unknown arguments`, {
        nextStep: 'make it {type: "object", additionalProperties: false, ...}',
      });
    }
    byName.set(tool.name, { tool, validate: compileSchema(tool.input) });
  }
  const entry = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw unknownName('tool-unknown', 'tool', name, [...byName.keys()]);
    return found;
  };
  return {
    all: tools,
    has: (name) => byName.has(name),
    get: (name) => entry(name).tool,
    check: (tool, input) => {
      const problems = entry(tool.name).validate(input);
      if (problems.length === 0) return;
      throw new HexaopsError(
        'arguments-invalid',
        `the arguments of "${tool.name}" are not valid: ${problems.join('; ')}`,
        {
          details: { tool: tool.name, problems },
        },
      );
    },
  };
}
