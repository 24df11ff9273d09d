import type { ErrorCode } from '@hexaops/core';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /**
   * `message`: the error's own words reach the client. `fixed`: always the same words, so that what belongs to somebody
   * else answers like what never was, and what went wrong inside stays inside.
   */
  readonly detail: 'message' | { readonly fixed: string; readonly nextStep: string };
}

const inside = {
  fixed: 'something went wrong inside the service',
  nextStep: 'try again; if it persists, give the operator the request id',
};

const absent = {
  fixed: 'nothing by that name or id is known here for you',
  nextStep: 'check the id; sessions, runs and approvals are visible in their own workspace only',
};

/** The one table from an error's code to what a client sees. */
export const problemKinds = {
  'approval-expired': { status: 410, title: 'Approval expired', detail: 'message' },
  'approval-mismatch': { status: 409, title: 'Approval does not match', detail: 'message' },
  'approval-not-allowed': { status: 403, title: 'Approval not allowed', detail: 'message' },
  'approval-not-found': { status: 404, title: 'Not found', detail: absent },
  'arguments-invalid': { status: 400, title: 'Arguments invalid', detail: 'message' },
  'audit-full': { status: 503, title: 'No room for audit records', detail: 'message' },
  'audit-refused': { status: 503, title: 'Audit refused', detail: inside },
  'audit-unavailable': { status: 503, title: 'Audit unavailable', detail: inside },
  'budget-exceeded': { status: 422, title: 'Budget exceeded', detail: 'message' },
  'bundle-invalid': { status: 422, title: 'Support bundle invalid', detail: 'message' },
  cancelled: { status: 409, title: 'Cancelled', detail: 'message' },
  'cluster-unavailable': { status: 503, title: 'Cluster unavailable', detail: 'message' },
  'config-invalid': { status: 500, title: 'Internal error', detail: inside },
  conflict: { status: 409, title: 'Conflict', detail: 'message' },
  'control-plane-refuses-token': { status: 502, title: 'Control plane refuses the token', detail: 'message' },
  'control-plane-unavailable': { status: 503, title: 'Control plane unavailable', detail: 'message' },
  'deadline-exceeded': { status: 504, title: 'Deadline exceeded', detail: 'message' },
  denied: { status: 403, title: 'Denied', detail: 'message' },
  forbidden: { status: 403, title: 'Forbidden', detail: 'message' },
  'input-invalid': { status: 400, title: 'Input invalid', detail: 'message' },
  'input-too-large': { status: 413, title: 'Input too large', detail: 'message' },
  internal: { status: 500, title: 'Internal error', detail: inside },
  'media-type-not-supported': { status: 415, title: 'Media type not supported', detail: 'message' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', detail: 'message' },
  'model-input-too-large': { status: 502, title: 'Prompt too large for the model', detail: 'message' },
  'model-not-allowed': { status: 403, title: 'Model not allowed', detail: 'message' },
  'model-output-invalid': { status: 502, title: 'Output of the model invalid', detail: 'message' },
  'model-unavailable': { status: 503, title: 'Model unavailable', detail: 'message' },
  'namespace-not-allowed': { status: 403, title: 'Namespace not allowed', detail: 'message' },
  'not-found': { status: 404, title: 'Not found', detail: absent },
  'not-implemented': { status: 501, title: 'Not implemented', detail: 'message' },
  'operation-failed': { status: 502, title: 'Operation failed', detail: 'message' },
  'operation-outcome-unknown': { status: 502, title: 'Outcome of the operation unknown', detail: 'message' },
  overloaded: { status: 503, title: 'Overloaded', detail: 'message' },
  'plan-invalid': { status: 422, title: 'Plan invalid', detail: 'message' },
  'plugin-duplicate': { status: 500, title: 'Internal error', detail: inside },
  'plugin-incompatible': { status: 500, title: 'Internal error', detail: inside },
  'plugin-invalid': { status: 500, title: 'Internal error', detail: inside },
  'plugin-start-failed': { status: 500, title: 'Internal error', detail: inside },
  'rate-limited': { status: 429, title: 'Too many requests', detail: 'message' },
  'read-only': { status: 403, title: 'Read only', detail: 'message' },
  'reauthentication-required': { status: 401, title: 'Reauthentication required', detail: 'message' },
  'result-too-large': { status: 502, title: 'Result too large', detail: 'message' },
  'rules-invalid': { status: 500, title: 'Internal error', detail: inside },
  'shutting-down': { status: 503, title: 'Shutting down', detail: 'message' },
  'source-unavailable': { status: 503, title: 'Source unavailable', detail: 'message' },
  'store-unavailable': { status: 503, title: 'Store unavailable', detail: inside },
  'target-not-allowed': { status: 422, title: 'Target not allowed', detail: 'message' },
  'token-expired': { status: 401, title: 'Token expired', detail: 'message' },
  'token-invalid': { status: 401, title: 'Token invalid', detail: 'message' },
  'tool-failed': { status: 502, title: 'Tool failed', detail: 'message' },
  'tool-unknown': { status: 400, title: 'Tool unknown', detail: 'message' },
} as const satisfies Record<ErrorCode, ProblemKind>;

export function problemKindOf(code: ErrorCode): ProblemKind {
  return problemKinds[code];
}
