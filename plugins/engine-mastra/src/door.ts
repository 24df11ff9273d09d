import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { type AgentRun, streamPartsOf } from '@hexaops/core';
import { offered, taskAlone } from './delegation.ts';
import { ownPrompt } from './own-prompt.ts';

/**
 * The model of one run as Mastra sees it, for the agent and its workers alike. It counts what all of them spend, which
 * Mastra does not; it is asked no more often than the agent may ask, whatever Mastra retries; and what the model raises ends
 * the run, where Mastra would take it for the failure of one worker, or try again.
 */
export class Door {
  readonly model: LanguageModelV4;
  readonly usage = { inputTokens: 0, outputTokens: 0 };
  /** Aborts everything of the run: with its own signal, and where it is over. */
  readonly signal: AbortSignal;
  /** Never resolves. Raises what ends the run, as it is. */
  readonly ended: Promise<never>;
  readonly #run: AgentRun;
  readonly #stop = new AbortController();
  readonly #fail: (error: unknown) => void;
  readonly #isOwn = (name: string): boolean => this.#run.tools.some((tool) => tool.name === name);
  readonly #callIds = new Set<string>();
  #failure: { readonly error: unknown } | undefined;
  #asked = 0;
  #isOver = false;
  #isUsedUp = false;
  #isCut = false;

  constructor(run: AgentRun) {
    this.#run = run;
    this.signal = AbortSignal.any([run.signal, this.#stop.signal]);
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.ended = promise;
    this.#fail = reject;
    const generate = (options: LanguageModelV4CallOptions) => this.#generate(options);
    this.model = {
      specificationVersion: 'v4',
      provider: run.model.provider,
      modelId: run.model.modelId,
      supportedUrls: {},
      doGenerate: generate,
      doStream: async (options) => ({ stream: ReadableStream.from(streamPartsOf(await generate(options))) }),
    };
  }

  /** Calls were asked for when there was no step left to show what came of them. */
  get isUsedUp(): boolean {
    return this.#isUsedUp;
  }

  /** What the model said last was cut by its limit. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** How often the model may still be asked. */
  get left(): number {
    return Math.max(0, this.#run.agent.maximumSteps - this.#asked);
  }

  /** Whether this is what ended the run. */
  raised(error: unknown): boolean {
    return this.#failure !== undefined && this.#failure.error === error;
  }

  /** Nothing is asked any more. */
  close(): void {
    this.#isOver = true;
    this.#stop.abort();
  }

  /** Ends the run with an error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#fail(error);
    this.close();
  }

  async #generate({ tools, toolChoice, prompt, responseFormat }: LanguageModelV4CallOptions) {
    const { model, task, promptTokens } = this.#run;
    if (this.#isOver) throw new Error('the run is over');
    if (this.left === 0) {
      this.#isUsedUp = true;
      const error = new StepsUsedUp('the steps of the run are used up');
      this.fail(error);
      throw error;
    }
    this.#asked += 1;
    const isLast = this.left === 0;
    try {
      const result = await model.doGenerate({
        prompt: ownPrompt(prompt, task, promptTokens),
        ...(tools === undefined || tools.length === 0
          ? {}
          : {
              tools: offered(tools, this.#isOwn),
              toolChoice: isLast ? { type: 'none' } : (toolChoice ?? { type: 'auto' }),
            }),
        ...(responseFormat === undefined ? {} : { responseFormat }),
        abortSignal: this.signal,
      });
      this.usage.inputTokens += result.usage.inputTokens.total ?? 0;
      this.usage.outputTokens += result.usage.outputTokens.total ?? 0;
      this.#isCut = result.finishReason.unified === 'length';
      return isLast ? this.#withoutCalls(result) : this.#ownCalls(result);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  /** Mastra takes two calls of one id for one call; models that count theirs begin anew in each turn. */
  #ownCalls(result: LanguageModelV4GenerateResult): LanguageModelV4GenerateResult {
    const content = result.content.map((part) => {
      if (part.type !== 'tool-call') return part;
      const call = taskAlone(part, this.#isOwn);
      const isKnown = this.#callIds.has(part.toolCallId);
      const toolCallId = isKnown ? `${part.toolCallId}-${this.#asked}-${this.#callIds.size}` : part.toolCallId;
      this.#callIds.add(toolCallId);
      return { ...call, toolCallId };
    });
    return { ...result, content };
  }

  /** In the last step there is nothing left to call. */
  #withoutCalls(result: LanguageModelV4GenerateResult): LanguageModelV4GenerateResult {
    const content = result.content.filter(({ type }) => type !== 'tool-call');
    if (content.length === result.content.length) return result;
    this.#isUsedUp = true;
    return { ...result, content, finishReason: { unified: 'stop', raw: 'steps' } };
  }
}

/** Why a run ends that would go on. */
export class StepsUsedUp extends Error {}
