import { readFileSync } from 'node:fs';
import { type NodeScenario, traces } from '../scenario.ts';

/** A recorded call. `at` is in seconds; `blocks` name the beginning of the prompt, each all of it up to its end. */
export interface Recorded {
  readonly at: number;
  readonly input: number;
  readonly output: number;
  readonly blocks: readonly number[];
}

/** Tokens of one block after scaling. */
export const blockTokens = 128;

export type TraceName = 'azure-conv.csv' | 'mooncake-conversation.jsonl';

export function readTrace(name: TraceName, { numCtx }: Pick<NodeScenario, 'numCtx'>): readonly Recorded[] {
  const lines = readFileSync(new URL(name, traces), 'utf8').trim().split('\n');
  return name === 'azure-conv.csv' ? azure(lines.slice(1), numCtx) : mooncake(lines, numCtx);
}

/** As recorded, cut at the context. Nothing is known of what the prompts have in common. */
function azure(lines: readonly string[], context: number): readonly Recorded[] {
  return lines.map((line) => {
    const [time = '', input = '', output = ''] = line.split(',');
    return {
      at: Date.parse(`${time.replace(' ', 'T').slice(0, 23)}Z`) / 1000,
      ...cut(+input, +output, context),
      blocks: [],
    };
  });
}

/** Prompts scaled by a quarter, and their blocks of 512 tokens with them. */
function mooncake(lines: readonly string[], context: number): readonly Recorded[] {
  return lines.map((line) => {
    const { timestamp, input_length, output_length, hash_ids } = JSON.parse(line) as {
      readonly timestamp: number;
      readonly input_length: number;
      readonly output_length: number;
      readonly hash_ids: readonly number[];
    };
    const { input, output } = cut(Math.ceil(input_length / 4), output_length, context);
    return { at: timestamp / 1000, input, output, blocks: hash_ids.slice(0, Math.floor(input / blockTokens)) };
  });
}

/** The prompt gives way to what is written. */
function cut(input: number, output: number, context: number): { readonly input: number; readonly output: number } {
  const written = Math.max(1, Math.min(output, context / 2));
  return { input: Math.max(1, Math.min(input, context - written)), output: written };
}
