import { createControlPlane } from '../control-plane.ts';
import type { ControlPlane } from '../control-plane.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ControlPlaneOptions } from '../options.ts';
import type { TokenRequest } from '../switches/token-request.ts';
import { exampleObjects } from './cluster.ts';

/** A clock that stands still until it is moved. */
export class ManualClock {
  #now = Date.parse('2026-03-01T12:30:00Z');

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The answer's JSON. Raises when it is none. */
  readonly json: () => unknown;
  /** The members of the answer's JSON object. Raises when it is none. */
  readonly fields: () => JsonObject;
}

export interface CallOptions {
  readonly as?: string;
  readonly token?: string;
  readonly tokenRequest?: TokenRequest;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A control plane over the example objects, unless told otherwise. */
export function startControlPlane(options: Partial<ControlPlaneOptions> = {}): Promise<ControlPlane> {
  return createControlPlane({ cluster: { kind: 'recorded', objects: exampleObjects() }, ...options });
}

/** A request with a fresh internal token of alice, or of who is named. */
export async function call(
  controlPlane: ControlPlane,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const user = options.as ?? 'alice';
  const token = options.token ?? (await controlPlane.makeToken({ user, ...options.tokenRequest }));
  const response = await fetch(`${controlPlane.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const json = (): unknown => JSON.parse(text);
  const fields = (): JsonObject => {
    const content = json();
    if (!isJsonObject(content)) throw new Error(`no JSON object: ${text}`);
    return content;
  };
  return { status: response.status, headers: response.headers, text, json, fields };
}

/** A read of the Kubernetes pass-through of `shop`. */
export function readKubernetes(controlPlane: ControlPlane, path: string, options: CallOptions = {}): Promise<Answer> {
  return call(controlPlane, 'GET', `/internal/v1/workspaces/shop/k8s${path}`, options);
}
