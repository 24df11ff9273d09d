import type { Operation } from '@hexaops/core';
import type { OperationRow } from './operation-rows.ts';
import { operationRequest } from './operation-request.ts';
import type { Request } from './request.ts';

/** How a control plane is told to try an operation and do nothing: `?dry_run=true`, or `dry_run: true` in the body. */
export type DryRunForm = 'query' | 'body';

/** The request of an operation, asked to be tried only. It has no idempotency key: nothing is to be done. Raises `arguments-invalid`. */
export function dryRunRequest(
  operation: Operation,
  workspace: string,
  rows: ReadonlyMap<string, OperationRow>,
  genericPath: string,
  form: DryRunForm,
): Request {
  const request = operationRequest(operation, workspace, rows, genericPath);
  return form === 'query'
    ? { ...request, query: { ...request.query, dry_run: 'true' } }
    : { ...request, body: { ...(request.body as object), dry_run: true } };
}
