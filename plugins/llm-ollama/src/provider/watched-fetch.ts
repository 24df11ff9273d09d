import { Lines } from '../nodes/lines.ts';
import type { Timing } from '../schedule/index.ts';
import { NodeSilent } from '../dispatch/fault.ts';

export interface Watching {
  /** Milliseconds until the node must have written something, and between two pieces of what it writes. */
  readonly firstToken: number;
  readonly idle: number;
  /** Ends the call at the node. */
  readonly signal: AbortSignal;
  readonly ended: (timing: Timing) => void;
}

/**
 * A fetch for one call of a model: it keeps the model loaded, ends a node that falls silent, and takes what the provider's
 * package drops from the stream as what it is: an error line in the middle, a stream without its last line, the timing fields.
 */
export function watchedFetch(headers: Readonly<Record<string, string>>, watching: Watching): typeof fetch {
  return async (input, init) => {
    const silent = new AbortController();
    const fall = (milliseconds: number) => silent.abort(new NodeSilent(`the node was silent for ${milliseconds} ms`));
    const timer = setTimeout(fall, watching.firstToken, watching.firstToken);
    const signals = [watching.signal, silent.signal, ...(init?.signal ? [init.signal] : [])];
    const signal = AbortSignal.any(signals);
    try {
      const response = await fetch(input, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers },
        body: keptLoaded(init?.body),
        redirect: 'error',
        signal,
      });
      if (!response.ok || response.body === null) {
        clearTimeout(timer);
        return response;
      }
      return new Response(watch(response.body, watching, timer, fall, signal), response);
    } catch (error) {
      clearTimeout(timer);
      throw silent.signal.aborted ? silent.signal.reason : error;
    }
  };
}

function watch(
  body: ReadableStream<Uint8Array>,
  { idle, ended }: Watching,
  first: NodeJS.Timeout,
  fall: (milliseconds: number) => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const lines = new Lines();
  const reader = body.getReader();
  let timer = first;
  let isDone = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // At once, and not when the read under way fails: whoever aborts may cancel next, and an error after that has no reader.
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        clearTimeout(timer);
        if (done) {
          for (const line of lines.end()) isDone = look(line, ended) || isDone;
          if (!isDone) throw new NodeSilent('the node ended its answer before its end');
          controller.close();
          return;
        }
        timer = setTimeout(fall, idle, idle);
        for (const line of lines.push(value)) isDone = look(line, ended) || isDone;
        if (isDone) clearTimeout(timer);
        controller.enqueue(value);
      } catch (error) {
        clearTimeout(timer);
        controller.error(signal.aborted ? signal.reason : error);
      }
    },
    async cancel(reason) {
      clearTimeout(timer);
      // Where the call was aborted too there is nothing left to cancel.
      await reader.cancel(reason).catch(() => undefined);
    },
  });
}

interface Line {
  readonly error?: unknown;
  readonly done?: boolean;
  readonly prompt_eval_count?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_count?: number;
  readonly eval_duration?: number;
}

/** Whether it is the last line. Raises what an error line says. */
function look(text: string, ended: (timing: Timing) => void): boolean {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch (cause) {
    throw new NodeSilent(`the node wrote something that is no JSON (${String(cause).slice(0, 100)})`);
  }
  if (line.error !== undefined) throw new NodeSilent('the node broke off with an error');
  if (line.done !== true) return false;
  ended({
    inputTokens: line.prompt_eval_count ?? 0,
    prefillMilliseconds: (line.prompt_eval_duration ?? 0) / 1e6,
    outputTokens: line.eval_count ?? 0,
    decodeMilliseconds: (line.eval_duration ?? 0) / 1e6,
  });
  return true;
}

/** A model goes when the scheduler says so, and not when it was unused for a while. */
function keptLoaded(body: RequestInit['body']): NonNullable<RequestInit['body']> | null {
  if (typeof body !== 'string') return body ?? null;
  const value: unknown = JSON.parse(body);
  return JSON.stringify({ ...(value as object), keep_alive: -1 });
}
