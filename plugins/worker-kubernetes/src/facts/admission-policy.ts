/** What of the cluster's policy refuses an object, other than quotas. */
export interface RefusingPolicy {
  readonly by: 'limit-range' | 'pod-security' | 'webhook' | 'webhook-failure' | 'other';
  readonly webhook?: string;
  /** Why a webhook cannot be asked: its certificate has expired or is not trusted, nothing stands behind its service. */
  readonly failure?: 'certificate-expired' | 'certificate' | 'endpoints' | 'unreachable' | 'other';
  /** The level of Pod Security that is violated: `restricted:latest`. */
  readonly level?: string;
}

/** Texts of the API server's admission plugins. */
export function policyIn(message: string): RefusingPolicy {
  const [, failing] = /failed calling webhook "([^"]+)"/.exec(message) ?? [];
  if (failing !== undefined) return { by: 'webhook-failure', webhook: failing, failure: failureIn(message) };
  const [, refusing] = /admission webhook "([^"]+)" denied the request/.exec(message) ?? [];
  if (refusing !== undefined) return { by: 'webhook', webhook: refusing };
  const [, level] = /violates PodSecurity "([^"]+)"/.exec(message) ?? [];
  if (level !== undefined) return { by: 'pod-security', level };
  const limited = /(?:maximum|minimum) \S+ usage per|\S+ max limit to request ratio per|LimitRange/i.test(message);
  return { by: limited ? 'limit-range' : 'other' };
}

function failureIn(message: string): NonNullable<RefusingPolicy['failure']> {
  if (/certificate has expired or is not yet valid/.test(message)) return 'certificate-expired';
  if (/x509:|tls:/.test(message)) return 'certificate';
  if (/no endpoints available for service|service "[^"]*" not found/.test(message)) return 'endpoints';
  if (/deadline exceeded|timeout|connection refused|no route to host|EOF/.test(message)) return 'unreachable';
  return 'other';
}
