import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';
import type { Purpose, Sensitivity } from '../extension/llm.ts';
import type { Schema } from '../extension/schema.ts';
import type { ModelTask } from '../run/events.ts';
import type { RunContext } from '../run/run-context.ts';
import { callModel, type ModelWork, type Written } from './call-model.ts';
import { assemblePrompt, type PromptPart } from './prompt.ts';
import { structuredOutput } from './structured.ts';

export interface ModelRequest {
  readonly task: ModelTask;
  readonly purpose: Purpose;
  /** Of all that the parts hold. */
  readonly sensitivity: Sensitivity;
  /** This project's own words, and nothing read from anywhere. */
  readonly instructions: string;
  readonly parts: readonly PromptPart[];
  /** As of `ModelWork`. */
  readonly hear?: ModelWork<unknown>['hear'] | undefined;
  /** The form of the output, sent to the model; what comes is checked against it by `accept` alone. */
  readonly output?: { readonly name: string; readonly schema: Schema; accept(value: unknown): readonly string[] };
}

export interface ModelAnswer {
  /** `provider/model`. */
  readonly model: string;
  readonly text: string;
  /** The text ends where the model might write no more, not where it was done. */
  readonly isCut: boolean;
  /** What was accepted, where the request says a form. Whoever has written what the model has seen may have written it. */
  readonly value: unknown;
}

/**
 * Asks a model for one answer, without tools, and marks what others wrote in the prompt. Raises what `callModel` raises, and
 * `model-output-invalid`.
 */
export function askModel(
  context: RunContext,
  { task, purpose, sensitivity, instructions, parts, output, hear }: ModelRequest,
): Promise<ModelAnswer> {
  const responseFormat: LanguageModelV4CallOptions['responseFormat'] =
    output === undefined
      ? { type: 'text' }
      : { type: 'json', name: output.name, schema: output.schema as Readonly<Record<string, never>> };
  return callModel(context, {
    task,
    purpose,
    sensitivity,
    compose: (promptTokens) => ({ prompt: assemblePrompt(instructions, parts, promptTokens), responseFormat }),
    judge: (written) => {
      const { model, text, result } = written;
      return { model, text, isCut: result.finishReason.unified === 'length', value: outputOf(output, written) };
    },
    ...(hear === undefined ? {} : { hear }),
  });
}

/** Raises `model-output-invalid`. */
function outputOf(output: ModelRequest['output'], { model, text, result }: Written): unknown {
  const { unified } = result.finishReason;
  if (unified === 'content-filter' || (unified === 'length' && output !== undefined)) {
    throw new HexaopsError('model-output-invalid', `the output of the model ${model} ended early`, {
      nextStep: 'ask a narrower question, or raise models.outputTokens in the configuration',
    });
  }
  return output === undefined ? undefined : structuredOutput(model, text, (value) => output.accept(value));
}
