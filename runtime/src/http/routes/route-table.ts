import { Router } from '@koa/router';
import type { HttpHandler, HttpMiddleware, RequestState, Routed } from '../request/context.ts';

/** The paths of the service, exactly as they are written, and what answers them. */
export class RouteTable {
  readonly #router = new Router<RequestState, Routed>({ strict: true, sensitive: true });
  readonly #plain = new Map<string, HttpHandler>();

  /** A part of the path that begins with a colon is a parameter. */
  add(method: 'get' | 'post' | 'delete', path: string, handler: HttpHandler): void {
    this.#router[method](path, handler);
    if (!path.includes(':')) this.#plain.set(`${method.toUpperCase()} ${path}`, handler);
  }

  /** A path without a parameter is looked up, for nearly all requests have one; the router does the rest. */
  middleware(): HttpMiddleware {
    const route = this.#router.routes() as HttpMiddleware;
    return (context, next) => {
      const { method, path } = context;
      const handler = this.#plain.get(`${method} ${path}`);
      if (handler === undefined) return route(context, next);
      context._matchedRoute = path;
      return handler(context);
    };
  }
}
