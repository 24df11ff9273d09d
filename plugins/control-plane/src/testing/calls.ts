import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  type CallOptions,
  type ControlPlane,
  type ControlPlaneRead,
  type ErrorCode,
  HexaopsError,
  type Operation,
} from '@hexaops/core';
import type { ControlPlaneConfig } from '../config.ts';
import { createControlPlane } from '../control-plane.ts';
import { type Answerer, canary, listen, type Loopback, noon } from './loopback.ts';

export const scale: Operation = {
  operation: 'scale',
  target: 'deployment/shop/checkout',
  parameters: { replicas: 3 },
};
export const overview: ControlPlaneRead = { read: 'overview' };
export const options: CallOptions = { signal: new AbortController().signal };
export const keyed: CallOptions & { readonly idempotencyKey: string } = { ...options, idempotencyKey: 'approval-1' };

/** Runs `test` against a control plane that answers so. */
export async function against(
  answer: Answerer,
  test: (controlPlane: ControlPlane, server: Loopback) => Promise<void>,
  config: Partial<ControlPlaneConfig> = {},
  now = noon,
): Promise<void> {
  await using server = await listen(answer);
  await test(createControlPlane({ url: server.url, ...config }, { now: () => now }), server);
}

/** The error that the call ends with; it says what to do next, and shows no token. */
export async function raises(call: Promise<unknown>, code: ErrorCode, pattern = /./): Promise<HexaopsError> {
  const error: unknown = await call.then(
    (value) => assert.fail(`it gave ${inspect(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(HexaopsError.is(error), inspect(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, pattern);
  assert.ok(error.nextStep !== undefined);
  assertNoToken(error);
  return error;
}

export function assertNoToken(value: unknown): void {
  const text = inspect(value, { depth: null, showHidden: true, getters: true }) + JSON.stringify(value);
  for (const part of [canary, ...canary.split('.')]) assert.ok(!text.includes(part), text);
}
