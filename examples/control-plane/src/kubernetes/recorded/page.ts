import type { KubernetesObject } from '../object.ts';
import { KubernetesError } from '../status.ts';

export interface Page {
  readonly items: KubernetesObject[];
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** `objects` are in the order of namespace and name. The continue token names the last object of the page before. */
export function page(objects: readonly KubernetesObject[], limit = 0, token = ''): Page {
  const after = token === '' ? '' : decodeToken(token);
  const rest = after === '' ? [...objects] : objects.filter((object) => position(object) > after);
  const last = limit > 0 && rest.length > limit ? rest[limit - 1] : undefined;
  if (last === undefined) return { items: rest };
  const next = Buffer.from(JSON.stringify({ after: position(last) })).toString('base64url');
  return { items: rest.slice(0, limit), continue: next, remainingItemCount: rest.length - limit };
}

function position(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}\0${object.metadata.name}`;
}

function decodeToken(token: string): string {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof content === 'object' && content !== null && 'after' in content && typeof content.after === 'string') {
      return content.after;
    }
  } catch (error) {
    throw new KubernetesError(400, 'continue key is not valid', { cause: error });
  }
  throw new KubernetesError(400, 'continue key is not valid');
}
