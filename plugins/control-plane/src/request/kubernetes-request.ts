import { HexaopsError } from '@hexaops/core';
import type { Request } from './request.ts';
import { fillPath } from './template.ts';

const safeSegment = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?$/;
/** A GET to these opens a connection into the cluster: no read. */
const connection = /\/(?:pods|services|nodes)\/[^/]+\/(?:proxy|exec|attach|portforward)(?:\/|$)/;

/** A GET of the Kubernetes API, behind the path of the pass-through. Raises `arguments-invalid`. */
export function kubernetesRequest(
  path: string,
  query: Readonly<Record<string, string>>,
  workspace: string,
  prefix: string,
): Request {
  const [root, first, ...others] = path.split('/');
  const segments = [first ?? '', ...others];
  const isSafe = segments.every((segment) => safeSegment.test(segment) && !segment.includes('..'));
  if (root !== '' || (first !== 'api' && first !== 'apis') || !isSafe || connection.test(path)) {
    throw new HexaopsError('arguments-invalid', 'that is no path of the Kubernetes API which can be read', {
      nextStep: 'begin with /api or /apis, use plain segments, and leave proxy, exec, attach and portforward alone',
    });
  }
  return {
    method: 'GET',
    path: `${fillPath(prefix, new Map([['workspace', workspace]]))}${path}`,
    query,
    accept: 'application/json, */*',
  };
}
