import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { APICallError } from '@ai-sdk/provider';
import { modelError } from './provider-error.ts';

function refused(statusCode: number, responseHeaders: Record<string, string> = {}, responseBody = '') {
  const call = { url: 'https://llm.example', requestBodyValues: {}, message: 'no' };
  return modelError('test/m', new APICallError({ ...call, statusCode, responseHeaders, responseBody }));
}

const waitOf = (headers: Record<string, string>, body = '') =>
  refused(429, headers, body).details?.['retryAfterSeconds'];

describe('how long to wait', () => {
  const date = 'Tue, 03 Nov 2026 16:56:30 GMT';
  for (const [how, headers, seconds] of [
    ['in seconds', { 'retry-after': '23' }, 23],
    ['in milliseconds', { 'retry-after-ms': '6200' }, 7],
    ['by a date, by the clock of the server', { 'Retry-After': 'Tue, 03 Nov 2026 16:56:53 GMT', Date: date }, 23],
    ['by a date that has passed', { 'retry-after': 'Tue, 03 Nov 2026 16:56:00 GMT', date }, 1],
    ['by a date that is far away', { 'retry-after': 'Wed, 04 Nov 2026 16:56:00 GMT', date }, 3_600],
    ['by more than an hour', { 'retry-after': '999999' }, 3_600],
    ['by nonsense', { 'retry-after': 'soon' }, undefined],
    ['by less than nothing', { 'retry-after': '-5' }, undefined],
    ['by a date of another form', { 'retry-after': '2026-11-03T16:56:53Z', date }, undefined],
    ['not at all', {}, undefined],
  ] as const) {
    test(`is told ${how}`, () => assert.equal(waitOf(headers), seconds));
  }

  test('is told by a date where the server does not say its time: by the clock here', () => {
    const seconds = waitOf({ 'retry-after': new Date(Date.now() + 1_800_000).toUTCString() });
    // Whatever this machine does meanwhile.
    assert.ok(typeof seconds === 'number' && seconds > 0 && seconds <= 1_801, String(seconds));
  });

  test('is told as Google says it', () =>
    assert.equal(waitOf({}, '{"error": {"details": [{"retryDelay": "34.4s"}]}}'), 35));
});

describe('what a provider raises', () => {
  test('of an account that has nothing left is no matter of waiting', () => {
    for (const [status, body] of [
      [429, '{"error": {"code": "insufficient_quota"}}'],
      [429, '{"error": {"type": "rate_limit_error", "details": {"error_code": "enforced_spend_limit_reached"}}}'],
      [429, '{"error": {"type": "insufficient_quota", "code": "credit_balance_exhausted"}}'],
      [429, '{"error": {"code": "project_spend_limit_exceeded"}}'],
      [429, '{"error": {"code": "organization_usage_limit_exceeded"}}'],
      [
        400,
        '{"error": {"message": "You have reached your specified API usage limits. You will regain access on 1 May."}}',
      ],
      [402, '{"error": {"type": "billing_error"}}'],
    ] as const) {
      const { code, details, nextStep } = refused(status, { 'retry-after': '1' }, body);
      assert.deepEqual([code, details], ['rate-limited', { retryable: false }]);
      assert.match(nextStep ?? '', /plan/);
    }
  });

  test('in the middle of a stream counts as what it says', () => {
    for (const [cause, code] of [
      [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }, 'rate-limited'],
      [{ error: { code: 503, status: 'UNAVAILABLE' } }, 'model-unavailable'],
      [{ type: 'error', error: { type: 'rate_limit_error' } }, 'rate-limited'],
      ['{"type":"overloaded_error"}', 'model-unavailable'],
    ] as const) {
      const error = modelError('test/m', cause);
      assert.deepEqual([error.code, error.details?.['retryable']], [code, true]);
    }
  });

  test('in the middle of a stream, and about the call itself, is not to be asked again', () => {
    for (const [cause, code] of [
      [{ type: 'error', code: 'invalid_prompt', message: 'no', param: null }, 'model-unavailable'],
      [{ error: { type: 'invalid_request_error', code: 'context_length_exceeded' } }, 'model-input-too-large'],
      [{ type: 'error', error: { type: 'billing_error' } }, 'rate-limited'],
    ] as const) {
      const error = modelError('test/m', cause);
      assert.deepEqual([error.code, error.details?.['retryable']], [code, false]);
    }
  });

  test('is an error of this engine, whatever it is', () => {
    const circle = new Error('no');
    Object.assign(circle, { self: circle });
    for (const cause of [circle, 10n, () => 1, Symbol('no'), undefined, null, { toJSON: () => undefined }])
      assert.equal(modelError('test/m', cause).code, 'model-unavailable');
  });
});
