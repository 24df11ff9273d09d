import type { LanguageModelV4Content, LanguageModelV4FunctionTool } from '@ai-sdk/provider';

/** How Mastra offers a worker to the model of its supervisor. */
const prefix = 'agent-';

const schema: LanguageModelV4FunctionTool['inputSchema'] = {
  type: 'object',
  additionalProperties: false,
  required: ['prompt'],
  properties: { prompt: { type: 'string', description: 'What it is to find out.' } },
};

/** Workers as they are offered here: with a task, and without the instructions, steps and threads that Mastra has them take. */
export function offered<T extends { readonly type: string; readonly name: string }>(
  tools: readonly T[],
  isOwn: (name: string) => boolean,
): T[] {
  return tools.map((tool) =>
    tool.type === 'function' && tool.name.startsWith(prefix) && !isOwn(tool.name)
      ? { ...tool, inputSchema: schema }
      : tool,
  );
}

/** A call of a worker with its task alone, whatever else the model wrote. */
export function taskAlone<T extends LanguageModelV4Content>(part: T, isOwn: (name: string) => boolean): T {
  if (part.type !== 'tool-call' || !part.toolName.startsWith(prefix) || isOwn(part.toolName)) return part;
  let given: unknown;
  try {
    given = JSON.parse(part.input);
  } catch {
    return part;
  }
  const prompt: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'prompt') : undefined;
  return { ...part, input: JSON.stringify({ prompt }) };
}
