import { type ExtensionPoint, extensionPoint } from './point.ts';

/**
 * Pages and files below one path of the service, for browsers. They are given to anybody who asks, so they hold nothing of
 * anybody: what a page shows it asks for itself, on the path and with the credentials of the person in front of it.
 */
export interface Surface {
  readonly id: string;
  /** Where it is: begins and ends with a slash, and is none of the service's own paths: `/console/`. */
  readonly prefix: `/${string}/`;
  /** Answers a GET or a HEAD below the prefix. The request carries no credential. Its headers take the place of the service's own. */
  handle(request: Request): Promise<Response>;
}

export const surfacePoint: ExtensionPoint<Surface> = extensionPoint<Surface>('surface', 'v1');
