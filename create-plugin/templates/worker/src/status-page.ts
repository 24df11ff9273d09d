import { HexaopsError, messageOf } from '@hexaops/core';
import type { Configuration } from './configuration.ts';

/** One service, as the status page tells of it. All of its text was written by others. */
export interface ServiceStatus {
  readonly name: string;
  readonly status: 'up' | 'degraded' | 'down';
  readonly latencyMilliseconds: number;
}

/** The system that the worker reads. It follows no redirect: the token goes to the server that was configured, or nowhere. */
export class StatusPage {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** Where it was read, for whoever wants to look again; without what a URL may carry of secrets. */
  get source(): string {
    const { protocol, host, pathname } = new URL(this.#configuration.url);
    return protocol === 'data:' ? 'GET data:' : `GET ${protocol}//${host}${pathname}`;
  }

  /** Raises `source-unavailable`. The signal ends the request with the run. */
  async services(signal: AbortSignal): Promise<readonly ServiceStatus[]> {
    const { url, token } = this.#configuration;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    try {
      const response = await fetch(url, { headers, signal, redirect: 'error' });
      if (!response.ok) throw new Error(`it answers with status ${response.status}`);
      return servicesOf(await response.json());
    } catch (cause) {
      throw new HexaopsError('source-unavailable', `the status page cannot be read: ${messageOf(cause)}`, {
        cause,
        nextStep: 'look whether "url" of my-plugin is right, and whether its server answers',
      });
    }
  }
}

/** What comes from outside is looked at before it is believed. */
function servicesOf(value: unknown): readonly ServiceStatus[] {
  if (!Array.isArray(value) || !value.every(isService)) throw new Error('what it gives is no list of services');
  return value;
}

function isService(value: unknown): value is ServiceStatus {
  const { name, status, latencyMilliseconds } = (value ?? {}) as Partial<Record<keyof ServiceStatus, unknown>>;
  const isStatus = status === 'up' || status === 'degraded' || status === 'down';
  return typeof name === 'string' && isStatus && typeof latencyMilliseconds === 'number';
}
