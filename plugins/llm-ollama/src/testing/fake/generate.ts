import { setTimeout as sleep } from 'node:timers/promises';
import { type Loader, Refusal } from './loader.ts';
import { runnerOptionsOf, type Runner } from './runner.ts';
import type { FakeModel, FakeSettings } from './settings.ts';

export interface GenerateRequest {
  readonly model: string;
  readonly prompt: string;
  /** Nothing is asked: the model is only to be loaded, or unloaded. */
  readonly isEmpty: boolean;
  readonly keepAlive: number | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly format: unknown;
  readonly hasTools: boolean;
}

export type Line = Readonly<Record<string, unknown>>;

const nanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6);

/** What stops a stream in the middle, for tests of it. */
export interface Trouble {
  /** After so many pieces: the stream ends without its last line, is cut, falls silent, has an error line, or goes on with what means nothing. */
  readonly after: number;
  readonly how: 'end' | 'cut' | 'silence' | 'error' | 'garbage';
}

/** The lines of an answer. Raises `Refusal` before the first where there is none. */
export async function* generate(
  request: GenerateRequest,
  loader: Loader,
  settings: FakeSettings,
  trouble: Trouble | undefined,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  const started = performance.now();
  const model = settings.models[request.model];
  if (model === undefined) throw new Refusal(404, `model '${request.model}' not found`);
  if (request.hasTools && !(model.capabilities ?? ['completion', 'tools']).includes('tools')) {
    throw new Refusal(400, `${request.model} does not support tools`);
  }
  const { keepAlive } = request;
  if (request.isEmpty && keepAlive === 0) {
    const runner = loader.runners.get(request.model);
    if (runner !== undefined) {
      runner.references += 1;
      runner.keepAlive = 0;
      loader.done(runner);
    }
    yield {
      model: request.model,
      message: { role: 'assistant', content: '' },
      response: '',
      done: true,
      done_reason: 'unload',
    };
    return;
  }
  const runner = await loader.acquire(request.model, runnerOptionsOf(request.options), keepAlive, signal);
  const loaded = performance.now();
  try {
    if (request.isEmpty) {
      yield {
        model: request.model,
        message: { role: 'assistant', content: '' },
        response: '',
        done: true,
        done_reason: 'load',
      };
      return;
    }
    await runner.enter(signal);
    try {
      yield* written(request, runner, model, settings, trouble, { started, loaded }, signal);
    } finally {
      runner.leave();
    }
  } finally {
    loader.done(runner);
  }
}

async function* written(
  request: GenerateRequest,
  runner: Runner,
  model: FakeModel,
  settings: FakeSettings,
  trouble: Trouble | undefined,
  { started, loaded }: { readonly started: number; readonly loaded: number },
  signal: AbortSignal,
): AsyncGenerator<Line> {
  const line = (message: object, more: object = {}): Line => ({
    model: request.model,
    created_at: new Date().toISOString(),
    message: { role: 'assistant', ...message },
    done: false,
    ...more,
  });
  const tokens = Math.ceil(request.prompt.length / 4);
  const entered = performance.now();
  await runner.prefill(request.prompt, tokens, settings.prefill, signal);
  const read = performance.now();
  const pieces = piecesOf(request, model);
  const limit = request.options['num_predict'];
  const most = typeof limit === 'number' && limit >= 0 ? limit : Infinity;
  let count = 0;
  for (const piece of pieces.slice(0, most)) {
    if (trouble?.after === count) {
      if (trouble.how === 'end') return;
      if (trouble.how === 'silence') await sleep(3_600_000, undefined, { signal, ref: false });
      if (trouble.how === 'cut') throw new Error('cut');
      while (trouble.how === 'garbage') {
        yield { error: 'the runner writes what nobody understands' };
        await sleep(5, undefined, { signal });
      }
      yield { error: 'an error was encountered while running the model: CUDA error' };
      return;
    }
    await sleep(1000 / settings.decode, undefined, { signal });
    count += 1;
    yield line(piece);
  }
  const ended = performance.now();
  yield line(
    { content: '' },
    {
      done: true,
      done_reason: pieces.length > most ? 'length' : 'stop',
      total_duration: nanoseconds(ended - started),
      // A model that was there reports the time that it took to find that out.
      load_duration: nanoseconds(loaded - started),
      prompt_eval_count: tokens,
      prompt_eval_duration: nanoseconds(read - entered),
      eval_count: count,
      eval_duration: nanoseconds(ended - read),
    },
  );
}

function piecesOf({ prompt, format, hasTools }: GenerateRequest, { says, calls }: FakeModel): readonly object[] {
  if (hasTools && calls !== undefined) {
    return [
      {
        content: '',
        tool_calls: calls.map(({ name, arguments: given }) => ({ function: { name, arguments: given } })),
      },
    ];
  }
  const text =
    says?.(prompt) ?? (format === undefined || format === '' ? 'All is well in the shop.' : '{"cause": "none"}');
  return (text.match(/\S+\s*/g) ?? []).map((content) => ({ content }));
}
