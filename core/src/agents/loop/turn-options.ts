import {
  APICallError,
  type LanguageModelV4CallOptions,
  type LanguageModelV4FunctionTool,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import type { BoundTool } from '../../extension/engine.ts';
import type { Conversation } from './conversation.ts';

/** How a model chooses its tools: by its provider's tool calls, or by the form that its output is held to. */
export type Style = 'native' | 'written';

/** An agent's tools, and how its provider is told of them. */
export interface OfferedTools {
  readonly bound: readonly BoundTool[];
  readonly functions: LanguageModelV4FunctionTool[];
}

export function offered(bound: readonly BoundTool[]): OfferedTools {
  const functions = bound.map(({ name, description, input }): LanguageModelV4FunctionTool => {
    return { type: 'function', name, description, inputSchema: input as Readonly<Record<string, never>> };
  });
  return { bound, functions };
}

/** What a model is asked in one step. In the last one there is nothing left to call. */
export function optionsFor(
  style: Style,
  conversation: Conversation,
  { bound: tools, functions }: OfferedTools,
  isLast: boolean,
): LanguageModelV4CallOptions {
  if (tools.length === 0) return { prompt: conversation.prompt() };
  if (style === 'native') {
    const choice = isLast ? ({ type: 'none' } as const) : ({ type: 'auto' } as const);
    return { prompt: conversation.prompt(), tools: functions, toolChoice: choice };
  }
  return {
    prompt: conversation.prompt(isLast ? answerNow : describe(tools)),
    responseFormat: { type: 'json', name: 'step', schema: isLast ? answerSchema : stepSchema(tools) },
  };
}

const answerNow = 'Nothing more can be called. Answer with JSON: {"action": "answer", "answer": what you say}.';

function describe(tools: readonly BoundTool[]): string {
  const list = tools.map(
    ({ name, description, input }) => `- ${name}: ${description} Arguments: ${JSON.stringify(input)}`,
  );
  return `Tools:\n${list.join('\n')}\nAnswer with JSON. To call a tool: {"action": its name, "arguments": {...}}. To answer: {"action": "answer", "answer": what you say}.`;
}

type JsonSchema = NonNullable<
  Extract<LanguageModelV4CallOptions['responseFormat'], { readonly type: 'json' }>['schema']
>;

const answerSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['action', 'answer'],
  properties: { action: { const: 'answer' }, answer: { type: 'string' } },
};

/** One call, or the answer: small models hold to a choice of forms better than to a description. */
function stepSchema(tools: readonly BoundTool[]): JsonSchema {
  const calls = tools.map(({ name, input }): JsonSchema => {
    return {
      type: 'object',
      additionalProperties: false,
      required: ['action', 'arguments'],
      properties: { action: { const: name }, arguments: input as Readonly<Record<string, never>> },
    };
  });
  return { anyOf: [...calls, answerSchema] };
}

/** Providers say so by an error of their own, or refuse the call: Ollama with "does not support tools". */
export function cannotCallTools(error: unknown): boolean {
  for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; cause = cause.cause, depth += 1) {
    if (UnsupportedFunctionalityError.isInstance(cause)) return true;
    if (APICallError.isInstance(cause) && /tool/i.test(cause.responseBody?.slice(0, 2_048) ?? ''))
      return cause.statusCode === 400 || cause.statusCode === 422;
  }
  return false;
}
