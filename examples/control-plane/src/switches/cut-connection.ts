import type { Context } from 'koa';

/** The client sees its connection end without an answer. */
export function cutConnection(context: Context): void {
  context.respond = false;
  context.req.socket.destroy();
}
