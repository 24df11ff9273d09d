import type { ControlPlaneRead } from '@hexaops/core';
import type { ReadPaths } from './read-paths.ts';
import type { Request } from './request.ts';
import { fillPath } from './template.ts';

/** Raises `arguments-invalid` for an application whose name cannot stand in a path. */
export function readRequest(read: ControlPlaneRead, workspace: string, paths: ReadPaths): Request {
  const application = 'application' in read ? read.application : undefined;
  const path = fillPath(
    paths[read.read],
    new Map([
      ['workspace', workspace],
      ['application', application],
    ]),
  );
  const body = bodyOf(read, workspace);
  return body === undefined ? { method: 'GET', path } : { method: 'POST', path, body };
}

/** Undefined for a read by GET. A member that is undefined is not sent. */
function bodyOf(read: ControlPlaneRead, workspace: string): Readonly<Record<string, unknown>> | undefined {
  if (read.read === 'insights') {
    return { insight_type: read.insightType, time_range: read.timeRange, targets: read.targets };
  }
  if (read.read === 'logs') {
    return {
      workspace_id: workspace,
      search_term: read.searchTerm,
      start_time: read.startTime,
      end_time: read.endTime,
      level: read.level,
      limit: read.limit,
    };
  }
  return undefined;
}
