import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4Content } from '@ai-sdk/provider';

/** What everybody is told, and what the tool and the models say. */
export const instructions = 'You look after the shop.';
export const workers: readonly string[] = ['stock', 'orders', 'payments'];
export const probe = {
  name: 'probe',
  description: 'Looks at one part of the shop.',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['part'],
    properties: { part: { type: 'string' } },
  },
} as const;
export const question = 'how is the shop?';
export const task = 'look at your part';
export const answer = 'All is well.';

/** What was asked and read since it was last taken: what makes a turn one of the same work. */
export class Counter {
  asked = 0;
  read = 0;

  /** The tool of everybody. */
  readonly look = async ({ part }: { readonly part: string }): Promise<string> => {
    if (part !== 'all') throw new Error(`the tool was asked for ${part}`);
    this.read += 1;
    return 'all is well';
  };

  take(): { readonly asked: number; readonly read: number } {
    const { asked, read } = this;
    this.asked = 0;
    this.read = 0;
    return { asked, read };
  }
}

/** One who takes turns: each gives the words of its answer. */
export interface Contestant {
  readonly name: string;
  readonly counter: Counter;
  /** A model that calls the tool once, and answers. */
  oneTool(): Promise<string>;
  /** A model that gives three workers a task each, side by side; each calls the tool once, and answers; then it answers. */
  supervisor(): Promise<string>;
}

/** What a model does in a turn, whatever form its framework has for it. */
export interface Said {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly input: object }[];
}

export const callsProbe: Said = { calls: [{ name: probe.name, input: { part: 'all' } }] };
export const answers: Said = { text: answer };

let calls = 0;
export const nextId = (): string => `call-${(calls += 1)}`;

/** A model of the AI SDK that answers at once. Its specification is said to be another where a framework takes no newer one. */
export function instantModel(
  counter: Counter,
  say: (options: LanguageModelV4CallOptions) => Said,
  specificationVersion = 'v4',
): LanguageModelV4 {
  const generate = (options: LanguageModelV4CallOptions) => {
    counter.asked += 1;
    const { text, calls: asked = [] } = say(options);
    const content: LanguageModelV4Content[] = asked.map(({ name, input }) => ({
      type: 'tool-call',
      toolCallId: nextId(),
      toolName: name,
      input: JSON.stringify(input),
    }));
    if (text !== undefined) content.push({ type: 'text', text });
    return { content, unified: asked.length > 0 ? ('tool-calls' as const) : ('stop' as const) };
  };
  return {
    specificationVersion: specificationVersion as 'v4',
    provider: 'bench',
    modelId: 'instant',
    supportedUrls: {},
    async doGenerate(options) {
      const { content, unified } = generate(options);
      return { content, finishReason: { unified, raw: unified }, usage, warnings: [] };
    },
    async doStream(options) {
      const { content, unified } = generate(options);
      return {
        stream: new ReadableStream({
          start(controller) {
            controller.enqueue({ type: 'stream-start', warnings: [] });
            for (const part of content) {
              if (part.type === 'tool-call') controller.enqueue(part);
              if (part.type !== 'text') continue;
              controller.enqueue({ type: 'text-start', id: '1' });
              controller.enqueue({ type: 'text-delta', id: '1', delta: part.text });
              controller.enqueue({ type: 'text-end', id: '1' });
            }
            controller.enqueue({ type: 'finish', finishReason: { unified, raw: unified }, usage });
            controller.close();
          },
        }),
      };
    },
  };
}

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};

export function hasRead({ prompt }: LanguageModelV4CallOptions): boolean {
  return prompt.at(-1)?.role === 'tool';
}
