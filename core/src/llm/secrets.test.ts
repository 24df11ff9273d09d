import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { withoutSecrets } from './secrets.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';

describe('what looks like a secret', () => {
  for (const [text, secret] of [
    [`token was ${jwt} at 12:00`, jwt],
    [`Authorization: Bearer abcdefgh12345678`, 'abcdefgh12345678'],
    ['DATABASE_URL=postgres://shop:s3cretPass@db:5432/shop', 's3cretPass'],
    ['password: hunter2222', 'hunter2222'],
    ['{"api_key":"0123456789abcdef"}', '0123456789abcdef'],
    ['AWS AKIAIOSFODNN7EXAMPLE used', 'AKIAIOSFODNN7EXAMPLE'],
    ['pushed with ghp_0123456789abcdefghijABCDEFGHIJ012345', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['AWS ASIAIOSFODNN7EXAMPLE used', 'ASIAIOSFODNN7EXAMPLE'],
    [`pushed with github_pat_${'a1'.repeat(12)}`, `github_pat_${'a1'.repeat(12)}`],
    [`pushed with glpat-${'a1'.repeat(10)}`, `glpat-${'a1'.repeat(10)}`],
    [`posted with xoxb-${'1'.repeat(12)}`, `xoxb-${'1'.repeat(12)}`],
    [`mapped with AIza${'a1'.repeat(18)}`, `AIza${'a1'.repeat(18)}`],
    [`sealed with hvs.${'a1'.repeat(12)}`, `hvs.${'a1'.repeat(12)}`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----', 'MIIEabc'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEcut', 'MIIEcut'],
    ['0a1b| -----BEGIN PRIVATE KEY-----\n0a1b| MIIEmarked\n0a1b| -----END PRIVATE KEY-----', 'MIIEmarked'],
    ['key sk-proj-abcdefghijklmnop1234', 'sk-proj-abcdefghijklmnop1234'],
    [JSON.stringify({ log: '{"password":"hunter2222"}' }), 'hunter2222'],
    [JSON.stringify({ log: JSON.stringify({ log: '{"api_key": "0123456789abcdef"}' }) }), '0123456789abcdef'],
    [JSON.stringify({ log: String.raw`password=hunter\2222` }), '2222'],
  ] as const) {
    test(`is taken out: ${JSON.stringify(text).slice(0, 40)}`, () => {
      const cleaned = withoutSecrets(text);
      assert.ok(!cleaned.includes(secret), cleaned);
      assert.match(cleaned, /\[redacted\]/);
    });
  }

  for (const text of [
    'pod checkout-7d9f restarted 17 times with exit code 137',
    'the secret orders-db is missing',
    'GET https://shop.example/cart?item=12 200',
    'image registry.example/checkout@sha256:0f1e',
  ]) {
    test(`and nothing else is: ${text}`, () => assert.equal(withoutSecrets(text), text));
  }

  test('is taken out of JSON within JSON, which stays JSON', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.constantFrom('password', 'token', 'api_key'), (depth, name) => {
        let text = JSON.stringify({ [name]: 'hunter2-hunter2', level: 'info' });
        for (let level = 0; level < depth; level++) text = JSON.stringify({ log: text });
        let clean = withoutSecrets(text);
        assert.doesNotMatch(clean, /hunter2/);
        for (let level = 0; level < depth; level++) clean = (JSON.parse(clean) as { readonly log: string }).log;
        assert.deepEqual(JSON.parse(clean), { [name]: '[redacted]', level: 'info' });
      }),
    );
  });

  test('is taken out once: doing it again changes nothing', () => {
    const once = withoutSecrets(`password=hunter2222 Bearer ${jwt} postgres://a:bcdefg@h/`);
    assert.equal(withoutSecrets(once), once);
  });
});
