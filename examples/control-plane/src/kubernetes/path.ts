import type { Resource } from './object.ts';
import { KubernetesError } from './status.ts';

/** What a path of the Kubernetes API asks for. */
export type ApiRequest =
  | { readonly ask: 'discovery'; readonly path: string }
  | { readonly ask: 'list'; readonly resource: Resource; readonly namespace: string | null }
  | { readonly ask: 'get'; readonly resource: Resource; readonly namespace: string | null; readonly name: string }
  | { readonly ask: 'log'; readonly namespace: string; readonly pod: string };

/** The form of every segment that names something; so no segment can be `..`, empty, or reach another path or host. */
const segmentForm = /^[A-Za-z0-9]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?$/;

/** `path` is what follows `.../k8s`, still percent-encoded. Raises 404 for a path that the Kubernetes API does not have. */
export function parseApiPath(path: string): ApiRequest {
  const [root, ...rest] = path.split('/').slice(1).map(decodeSegment);
  if (root === 'version' && rest.length === 0) return { ask: 'discovery', path: '/version' };
  if (root === 'api' && rest.length === 0) return { ask: 'discovery', path: '/api' };
  if (root === 'apis' && rest.length === 0) return { ask: 'discovery', path: '/apis' };
  if (root === 'api' && rest[0] !== undefined) return parseResourcePath('', rest[0], rest.slice(1));
  if (root === 'apis' && rest[0] !== undefined && rest[1] !== undefined) {
    return parseResourcePath(rest[0], rest[1], rest.slice(2));
  }
  throw unknownPath();
}

function parseResourcePath(group: string, version: string, segments: readonly string[]): ApiRequest {
  const [first, second, third, fourth, fifth] = segments;
  if (segments.length > 5) throw unknownPath();
  if (first === undefined) {
    return { ask: 'discovery', path: group === '' ? `/api/${version}` : `/apis/${group}/${version}` };
  }
  if (first === 'namespaces' && second !== undefined && third !== undefined) {
    const resource = { group, version, plural: third };
    if (fourth === undefined) return { ask: 'list', resource, namespace: second };
    if (fifth === undefined) return { ask: 'get', resource, namespace: second, name: fourth };
    if (group === '' && third === 'pods' && fifth === 'log') return { ask: 'log', namespace: second, pod: fourth };
    throw unknownPath();
  }
  const resource = { group, version, plural: first };
  if (second === undefined) return { ask: 'list', resource, namespace: null };
  if (third === undefined) return { ask: 'get', resource, namespace: null, name: second };
  throw unknownPath();
}

function decodeSegment(segment: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch (error) {
    throw new KubernetesError(400, 'the path is not valid percent-encoding', { cause: error });
  }
  if (!segmentForm.test(decoded)) throw unknownPath();
  return decoded;
}

function unknownPath(): KubernetesError {
  return new KubernetesError(404, 'the server could not find the requested resource');
}
