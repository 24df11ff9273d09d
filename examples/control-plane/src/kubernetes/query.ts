import type { ListQuery, LogQuery } from './cluster.ts';
import { KubernetesError } from './status.ts';

/** The parameters of a list or log request. Raises 400 for one that has no meaning here, such as `watch`. */
export function parseQuery(parameters: URLSearchParams): ListQuery & LogQuery {
  if (parameters.get('watch') === 'true' || parameters.get('watch') === '1') {
    throw new KubernetesError(400, 'watch is not offered: list again instead');
  }
  if (parameters.get('follow') === 'true') throw new KubernetesError(400, 'follow is not offered: ask again instead');
  const { limit, ...query } = {
    ...textual(parameters, 'labelSelector'),
    ...textual(parameters, 'fieldSelector'),
    ...textual(parameters, 'continue'),
    ...textual(parameters, 'container'),
    ...textual(parameters, 'sinceTime'),
    ...numeric(parameters, 'limit'),
    ...numeric(parameters, 'tailLines'),
    ...numeric(parameters, 'sinceSeconds'),
    ...numeric(parameters, 'limitBytes'),
    ...flag(parameters, 'previous'),
    ...flag(parameters, 'timestamps'),
  };
  // A limit of zero is no limit.
  return limit === undefined || limit === 0 ? query : { ...query, limit };
}

function textual<Name extends string>(parameters: URLSearchParams, name: Name): Partial<Record<Name, string>> {
  const value = parameters.get(name);
  return value === null || value === '' ? {} : ({ [name]: value } as Record<Name, string>);
}

function numeric<Name extends string>(parameters: URLSearchParams, name: Name): Partial<Record<Name, number>> {
  const value = parameters.get(name);
  if (value === null || value === '') return {};
  if (!/^\d{1,15}$/.test(value)) throw new KubernetesError(400, `${name} must be a number that is not negative`);
  return { [name]: Number(value) } as Record<Name, number>;
}

function flag<Name extends string>(parameters: URLSearchParams, name: Name): Partial<Record<Name, boolean>> {
  const value = parameters.get(name);
  return value === 'true' || value === '1' ? ({ [name]: true } as Record<Name, boolean>) : {};
}
