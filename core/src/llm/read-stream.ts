import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';
import type { Patience } from '../extension/llm.ts';
import { WithoutThoughts } from './without-thoughts.ts';

interface Reading {
  readonly name: string;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Told of the first text as it comes, and of nothing else: whatever the stream does, the whole text begins with it. */
  readonly hear?: ((text: string) => void) | undefined;
}

/** Characters that are read of what a model writes, arguments and thoughts among it: so many, or so many for each token it may write. */
const mostCharacters = 262_144;
const mostOfToken = 16;

/**
 * Calls a model and reads what it writes to its end. A model that is silent for longer than it may is lost: the call is
 * aborted, so that its server ends it, too, and nothing of what it has written is given. What a model prints as its thoughts is
 * left out. Raises `model-unavailable` then and where the stream ends without its end, `model-output-invalid` where it does not
 * end, whatever it was allowed to write; else what the model raises, or what its stream says has failed.
 */
export async function readStream(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  { name, patience, signal, hear }: Reading,
): Promise<LanguageModelV4GenerateResult> {
  const stop = new AbortController();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  let reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart> | undefined;
  let failure: unknown;
  const giveUp = (reason: unknown) => {
    failure ??= reason;
    lost.reject(failure);
    stop.abort(failure);
    void reader?.cancel(failure).catch(() => undefined);
  };
  const fellSilent = (milliseconds: number) => () => giveUp(silence(name, milliseconds));
  const end = () => giveUp(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', end, { once: true });
  let timer = setTimeout(fellSilent(patience.firstChunkMilliseconds), patience.firstChunkMilliseconds);
  let hasBegun = false;
  try {
    const { stream } = await Promise.race([model.doStream({ ...options, abortSignal: stop.signal }), lost.promise]);
    reader = stream.getReader();
    if (failure !== undefined) throw failure;
    const written = new Written(hear);
    let left = Math.max(mostCharacters, (options.maxOutputTokens ?? 0) * mostOfToken);
    for (;;) {
      const { done, value } = await reader.read();
      if (failure !== undefined) throw failure;
      if (done) break;
      if (hasBegun) timer.refresh();
      else if (begins(value)) {
        hasBegun = true;
        clearTimeout(timer);
        timer = setTimeout(fellSilent(patience.idleMilliseconds), patience.idleMilliseconds);
      }
      left -= lengthOf(value);
      if (left < 0) throw endless(name);
      written.add(value);
    }
    return written.result(name);
  } catch (error) {
    // Whatever is still under way there is of no use to anybody.
    giveUp(error);
    throw failure;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Signs of life are no beginning: a server may send them while nothing is being written. */
function begins({ type }: LanguageModelV4StreamPart): boolean {
  return type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-input-start' || type === 'tool-call';
}

function lengthOf(part: LanguageModelV4StreamPart): number {
  if ('delta' in part && typeof part.delta === 'string') return part.delta.length;
  // The arguments of a call came in pieces before it, or come with it.
  return part.type === 'tool-call' ? part.input.length : 0;
}

function endless(name: string): HexaopsError {
  return new HexaopsError('model-output-invalid', `the model ${name} writes without end`, {
    nextStep: 'choose another model for this purpose, or a server that keeps to the tokens it is allowed',
    details: { retryable: false },
  });
}

function silence(name: string, milliseconds: number): HexaopsError {
  return new HexaopsError('model-unavailable', `the model ${name} was silent for ${milliseconds} ms`, {
    nextStep: 'ask again; where it thinks for long, raise models.firstChunkMilliseconds or models.idleMilliseconds',
    details: { retryable: true },
  });
}

type Finish = Extract<LanguageModelV4StreamPart, { readonly type: 'finish' }>;
type Part = Extract<LanguageModelV4Content, { readonly type: 'text' | 'reasoning' }>;

/** What a stream has brought, put together. */
class Written {
  readonly #content: LanguageModelV4Content[] = [];
  readonly #open = new Map<string, Part>();
  readonly #hear: Reading['hear'];
  readonly #said = new WithoutThoughts();
  #first: Part | undefined;
  #finish: Finish | undefined;

  constructor(hear: Reading['hear']) {
    this.#hear = hear;
  }

  add(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
        this.#begin(part.type === 'text-start' ? 'text' : 'reasoning', part);
        break;
      case 'text-delta':
      case 'reasoning-delta': {
        const type = part.type === 'text-delta' ? 'text' : 'reasoning';
        const open = this.#open.get(`${type} ${part.id}`) ?? this.#begin(type, part);
        this.#write(open, open === this.#first ? this.#said.read(part.delta) : part.delta);
        if (part.providerMetadata !== undefined) open.providerMetadata = part.providerMetadata;
        break;
      }
      case 'text-end':
      case 'reasoning-end': {
        const open = this.#open.get(`${part.type === 'text-end' ? 'text' : 'reasoning'} ${part.id}`);
        // Signatures of what a model has thought come last.
        if (open !== undefined && part.providerMetadata !== undefined) open.providerMetadata = part.providerMetadata;
        break;
      }
      case 'tool-call':
        this.#content.push(part);
        break;
      case 'finish':
        this.#finish = part;
        break;
      case 'error':
        throw part.error;
      default:
    }
  }

  #begin(type: Part['type'], { id, providerMetadata }: { id: string; providerMetadata?: Part['providerMetadata'] }) {
    const begun: Part = { type, text: '', ...(providerMetadata === undefined ? {} : { providerMetadata }) };
    this.#open.set(`${type} ${id}`, begun);
    if (type === 'text') this.#first ??= begun;
    this.#content.push(begun);
    return begun;
  }

  #write(part: Part, text: string): void {
    part.text += text;
    if (part === this.#first && text !== '') this.#hear?.(text);
  }

  result(name: string): LanguageModelV4GenerateResult {
    if (this.#finish === undefined) throw brokeOff(name);
    if (this.#first !== undefined) this.#write(this.#first, this.#said.end());
    const { finishReason, usage } = this.#finish;
    const { unified } = finishReason;
    // Some providers end so where the server has broken off.
    if (unified === 'error' || unified === 'other' || unified === 'interrupted') throw brokeOff(name);
    return { content: this.#content, finishReason, usage, warnings: [] };
  }
}

function brokeOff(name: string): HexaopsError {
  return new HexaopsError('model-unavailable', `the model ${name} broke off`, {
    nextStep: 'ask again',
    details: { retryable: true },
  });
}
