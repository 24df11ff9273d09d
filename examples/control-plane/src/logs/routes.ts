import type { Router } from '@koa/router';
import type { Authority } from '../operations/authority.ts';
import { bodyOf, memberText } from '../operations/body.ts';
import type { ExecutedOperation } from '../operations/log.ts';
import type { LogEntry } from './log-entry.ts';
import { queryLogs } from './query.ts';

/** The control plane's logs: those it was given, and one entry for each operation that it carried out. */
export function addLogRoutes(
  router: Router,
  authority: Authority,
  given: readonly LogEntry[],
  operations: readonly ExecutedOperation[],
): void {
  router.post('/internal/v1/logs/query', async (context) => {
    const body = bodyOf(context);
    const { workspace } = await authority.authorize(context.headers, memberText(body, 'workspace_id'), 'read');
    context.body = queryLogs([...given, ...operations.map(asLogEntry)], workspace.id, body);
  });
}

function asLogEntry({ at, user, workspace, operation, parameters, outcome }: ExecutedOperation): LogEntry {
  return {
    workspace_id: workspace,
    timestamp: at,
    level: outcome === 'executed' ? 'info' : 'error',
    message: `operation ${operation}: ${outcome}`,
    user_id: user,
    source: 'control-plane',
    details: parameters,
  };
}
