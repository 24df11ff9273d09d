/** A refusal as the Kubernetes API words it: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly code: number;
}

const reasonOfCode: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  502: 'ServiceUnavailable',
  503: 'ServiceUnavailable',
};

/** Raised by a cluster, and by the boundary before it. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: reasonOfCode[this.code] ?? 'InternalError',
      code: this.code,
    };
  }
}

export function notFound(plural: string, group: string, name: string): KubernetesError {
  return new KubernetesError(404, `${group === '' ? plural : `${plural}.${group}`} "${name}" not found`);
}
