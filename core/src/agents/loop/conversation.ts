import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { estimateTokens, fitTokens } from '../../llm/tokens.ts';
import type { AskedCall, Turn } from './read-turn.ts';

/** A call that was made, or refused, and what the model is shown of it. */
export interface MadeCall extends AskedCall {
  readonly output: string;
  readonly isMalformed: boolean;
}

interface Exchange {
  readonly turn: Turn;
  calls: readonly MadeCall[];
  /** Of the calls' outputs; what the model wrote is counted with them. */
  tokens: number;
}

/** What is left of an output that had to make room. */
const shortenedTokens = 80;
/** For what stands around an output. */
const frame = 40;

/** What an agent and its model have said. Its prompt is never longer than about its tokens: the oldest outputs make room. */
export class Conversation {
  readonly #system: string;
  readonly #task: string;
  readonly #maximum: number;
  readonly #exchanges: Exchange[] = [];
  #tokens: number;

  constructor(instructions: string, task: string, maximumTokens: number) {
    this.#system = instructions;
    this.#maximum = maximumTokens;
    this.#task = fitTokens(task, Math.floor(maximumTokens / 2));
    this.#tokens = estimateTokens(this.#system) + estimateTokens(this.#task);
  }

  add(turn: Turn, calls: readonly MadeCall[]): void {
    const tokens = tokensOf(calls) + estimateTokens(turn.text) + frame;
    this.#exchanges.push({ turn, calls, tokens });
    this.#tokens += tokens;
    for (const [index, exchange] of this.#exchanges.entries()) {
      if (this.#tokens <= this.#maximum) return;
      const isYoungest = index === this.#exchanges.length - 1;
      const over = this.#tokens - this.#maximum;
      this.#shorten(exchange, isYoungest ? Math.max(shortenedTokens, share(exchange, over)) : shortenedTokens);
    }
  }

  /** With a last word of ours where there is one, which is not kept. */
  prompt(lastWord?: string): LanguageModelV4Prompt {
    const messages: LanguageModelV4Message[] = [
      { role: 'system', content: this.#system },
      { role: 'user', content: [{ type: 'text', text: this.#task }] },
    ];
    for (const { turn, calls } of this.#exchanges)
      messages.push(...(turn.isPrinted ? printed(turn, calls) : native(turn, calls)));
    if (lastWord !== undefined) messages.push({ role: 'user', content: [{ type: 'text', text: lastWord }] });
    return messages;
  }

  #shorten(exchange: Exchange, tokens: number): void {
    const before = tokensOf(exchange.calls);
    exchange.calls = exchange.calls.map((call) => {
      const input = fitInput(call.input, Math.max(shortenedTokens, Math.floor(tokens / 2)));
      const left = tokens - estimateTokens(JSON.stringify(input));
      return { ...call, input, output: fitTokens(call.output, Math.max(shortenedTokens, left)) };
    });
    const saved = before - tokensOf(exchange.calls);
    exchange.tokens -= saved;
    this.#tokens -= saved;
  }
}

function tokensOf(calls: readonly MadeCall[]): number {
  return calls.reduce(
    (sum, { output, input }) => sum + estimateTokens(output) + estimateTokens(JSON.stringify(input)) + frame,
    0,
  );
}

/** Arguments stand whole or not at all: half of them is another call. */
function fitInput(input: unknown, tokens: number): unknown {
  return estimateTokens(JSON.stringify(input)) <= tokens ? input : leftOut;
}

const leftOut = Object.freeze({ note: 'the arguments were left out' });

/** What each output may have where together they are so much too long. */
function share({ calls, tokens }: Exchange, over: number): number {
  return Math.floor(Math.max(0, tokens - over) / Math.max(1, calls.length)) - frame;
}

function native({ content }: Turn, calls: readonly MadeCall[]): readonly LanguageModelV4Message[] {
  const inputs = new Map(calls.map(({ id, input }) => [id, input]));
  const said: Extract<LanguageModelV4Message, { readonly role: 'assistant' }>['content'] = [];
  for (const part of content) {
    if (part.type !== 'text' && part.type !== 'reasoning' && part.type !== 'tool-call') continue;
    const providerOptions = part.providerMetadata === undefined ? {} : { providerOptions: part.providerMetadata };
    if (part.type === 'tool-call') {
      const { toolCallId, toolName } = part;
      said.push({ type: 'tool-call', toolCallId, toolName, input: inputs.get(toolCallId) ?? {}, ...providerOptions });
    } else if (part.text !== '' || part.type === 'reasoning')
      said.push({ type: part.type, text: part.text, ...providerOptions });
  }
  return [
    { role: 'assistant', content: said },
    {
      role: 'tool',
      content: calls.map(({ id, name, output, isMalformed }) => ({
        type: 'tool-result',
        toolCallId: id,
        toolName: name,
        output: { type: isMalformed ? 'error-text' : 'text', value: output },
      })),
    },
  ];
}

/** The same in words, for a model that has no tool calls. */
function printed(_: Turn, calls: readonly MadeCall[]): readonly LanguageModelV4Message[] {
  const asked = calls.map(({ name, input }) => JSON.stringify({ action: name, arguments: input })).join('\n');
  const told = calls.map(({ name, output }) => `${name}:\n${output}`).join('\n\n');
  return [
    { role: 'assistant', content: [{ type: 'text', text: asked }] },
    { role: 'user', content: [{ type: 'text', text: told }] },
  ];
}
