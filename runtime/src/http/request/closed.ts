import type { HttpContext } from './context.ts';

/** Aborted when the client is gone before it has its whole answer. It ends work for the client, never a run. */
export function closedSignal({ res }: HttpContext): AbortSignal {
  const controller = new AbortController();
  const abortUnlessAnswered = () => {
    // An abort makes an error with its stack: an answer that has ended needs none.
    if (!res.writableFinished) controller.abort();
  };
  if (res.destroyed || res.closed) abortUnlessAnswered();
  else res.once('close', abortUnlessAnswered);
  return controller.signal;
}
