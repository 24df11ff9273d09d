import { HexaopsError, type MetricRange, type ToolContext } from '@hexaops/core';
import type { Settings } from '../configuration.ts';
import { requireAffordable, scopeExpression, scopeSelector, type WorkspaceMatcher } from '../promql/index.ts';
import { type Alert, type AlertRule, alertsOf, rulesOf } from './alerts.ts';
import { labelSetsOf, type Labels, type SeriesAnswer, seriesOf, textsOf } from './answer.ts';
import { readBounded } from './read-bounded.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What was asked, exactly, and what came back. */
export interface Asked<T> {
  /** The expression as it was sent, with the workspace's matcher. */
  readonly query: string;
  readonly answer: T;
}

type Parameters = Readonly<Record<string, string>>;

/**
 * One workspace's metrics. Nothing reaches Prometheus but `query`, `query_range`, `series`, `labels` and the values of a
 * label, each with the matcher of the caller's workspace in every selector; there is no way around it, whoever wrote the
 * expression. And `alerts` and `rules`, which take no matcher: of their answers what is not the workspace's is left out
 * here, before anything else sees it. Raises `arguments-invalid`, `source-unavailable`, `tool-failed`, `result-too-large`.
 */
export class Prometheus {
  readonly settings: Settings;
  readonly #fetch: Fetch;

  constructor(settings: Settings, fetch: Fetch = globalThis.fetch) {
    this.settings = settings;
    this.#fetch = fetch;
  }

  async instant(expression: string, at: number, context: ToolContext): Promise<Asked<SeriesAnswer>> {
    const query = this.#scoped(expression, context);
    const body = await this.#post('query', { query, time: seconds(at) }, context);
    return { query, answer: seriesOf(body, this.settings.series) };
  }

  async range(expression: string, range: MetricRange, context: ToolContext): Promise<Asked<SeriesAnswer>> {
    const query = this.#scoped(expression, context);
    const { from, to, step } = this.#checked(range);
    const parameters = { query, start: seconds(from), end: seconds(to), step: seconds(step) };
    return { query, answer: seriesOf(await this.#post('query_range', parameters, context), this.settings.series) };
  }

  async series(selector: string, { from, to }: MetricRange, context: ToolContext): Promise<Asked<readonly Labels[]>> {
    const query = scopeSelector(selector, this.#matcher(context));
    const parameters = {
      'match[]': query,
      start: seconds(from),
      end: seconds(to),
      limit: `${this.settings.series + 1}`,
    };
    return { query, answer: labelSetsOf(await this.#post('series', parameters, context)) };
  }

  /** Names of labels; or the values of one. Always of this workspace's series alone. */
  async labels(
    label: string | undefined,
    { from, to }: MetricRange,
    context: ToolContext,
  ): Promise<Asked<readonly string[]>> {
    const { label: name } = this.#matcher(context);
    const query = scopeSelector(`{${name}!=""}`, this.#matcher(context));
    const parameters = {
      'match[]': query,
      start: seconds(from),
      end: seconds(to),
      limit: `${this.settings.series + 1}`,
    };
    if (label === undefined) return { query, answer: textsOf(await this.#post('labels', parameters, context)) };
    const path = `label/${encodeURIComponent(label)}/values`;
    return { query, answer: textsOf(await this.#request('GET', path, parameters, context)) };
  }

  /** Alerts whose labels carry the workspace's value. */
  async alerts(context: ToolContext): Promise<Asked<readonly Alert[]>> {
    const body = await this.#request('GET', 'alerts', {}, context);
    return { query: 'GET /api/v1/alerts', answer: alertsOf(body, this.#matcher(context)) };
  }

  /** Alerting and recording rules as far as they are the workspace's. */
  async rules(context: ToolContext): Promise<Asked<readonly AlertRule[]>> {
    const body = await this.#request('GET', 'rules', {}, context);
    return { query: 'GET /api/v1/rules', answer: rulesOf(body, this.#matcher(context)) };
  }

  #scoped(expression: string, context: ToolContext): string {
    const query = scopeExpression(expression, this.#matcher(context));
    requireAffordable(query, { lookback: this.settings.lookback, points: this.settings.points, selectors: 50 });
    return query;
  }

  /** The tenant is the caller's, set here and nowhere else. */
  #matcher({ caller }: ToolContext): WorkspaceMatcher {
    const { label, values } = this.settings;
    return {
      label,
      value: Object.hasOwn(values, caller.workspace) ? (values[caller.workspace] ?? '') : caller.workspace,
    };
  }

  #checked({ from, to, step }: MetricRange): MetricRange {
    const { lookback, points } = this.settings;
    if (!(from < to) || to - from > lookback) {
      throw new HexaopsError('arguments-invalid', `a range is up to ${lookback / 3_600_000} hours`, {
        nextStep: 'ask for a shorter time',
      });
    }
    return { from, to, step: Math.max(1000, step, Math.ceil((to - from) / points)) };
  }

  #post(path: string, parameters: Parameters, context: ToolContext): Promise<unknown> {
    return this.#request('POST', path, parameters, context);
  }

  async #request(method: 'GET' | 'POST', path: string, given: Parameters, { signal }: ToolContext): Promise<unknown> {
    const { url, timeoutMilliseconds, bearerToken, readBytes } = this.settings;
    const parameters = new URLSearchParams({ ...given, timeout: `${timeoutMilliseconds}ms` }).toString();
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds + 1000)]);
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(`${url}/api/v1/${path}${method === 'GET' ? `?${parameters}` : ''}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...(bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` }),
        },
        body: method === 'POST' ? parameters : null,
        redirect: 'error',
        signal: deadline,
      });
      text = await readBounded(response, readBytes);
    } catch (error) {
      if (HexaopsError.is(error)) throw error;
      signal.throwIfAborted();
      throw new HexaopsError('source-unavailable', 'Prometheus does not answer', {
        nextStep: 'try again; if it stays so, an operator should look at Prometheus',
      });
    }
    return bodyOf(response.status, text);
  }
}

function bodyOf(status: number, text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (status === 200 && typeof body === 'object' && body !== null) return body;
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { readonly error?: unknown };
  const said = typeof error === 'string' ? error.slice(0, 300) : `status ${status}`;
  if (status === 400 || status === 422) {
    throw new HexaopsError('arguments-invalid', `Prometheus refuses the query: ${said}`, {
      nextStep: 'mend the expression, or ask for less',
    });
  }
  if (status >= 500 || status === 429)
    throw new HexaopsError('source-unavailable', `Prometheus cannot answer now: ${said}`, { nextStep: 'try again' });
  throw new HexaopsError('tool-failed', `Prometheus answered: ${said}`, {
    nextStep: "an operator should check the worker's url and credential",
  });
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
