import type { HttpContext } from './context.ts';

/** Aborted when the connection of this request is gone. It ends work for the client, never a run. */
export function closedSignal(context: HttpContext): AbortSignal {
  const controller = new AbortController();
  if (context.res.destroyed || context.res.closed) controller.abort();
  else context.res.once('close', () => controller.abort());
  return controller.signal;
}
