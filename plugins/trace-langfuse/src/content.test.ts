import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from './content.ts';

const settings = { content: 'redacted', contentLength: 256 } as const;

describe('content that leaves with a trace', () => {
  test('has no secret in it, wherever it stands', () => {
    const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ';
    fc.assert(
      fc.property(fc.nat(400), fc.string({ maxLength: 50 }), (before, after) => {
        const text = contentOf({ log: `${'x'.repeat(before)} ${secret} ${after}` }, settings);
        assert.ok(!text?.includes(secret.slice(0, 24)));
      }),
    );
  });

  test('has no secret in it that stands in JSON within JSON', () => {
    const evidence = { content: { kind: 'text', text: '{"level":"info","password":"hunter2-hunter2"}' } };
    assert.doesNotMatch(contentOf({ evidence: [evidence] }, { ...settings, contentLength: 1_024 }) ?? '', /hunter2/);
  });

  test('has no half of a secret in it, however much of what stands before it is taken out', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBg/'.repeat(400)}\n-----END PRIVATE KEY-----\n`;
    const token = 'ghp_0123456789abcdefghijABCDEFGHIJ';
    for (let before = 0; before < 3 * key.length; before += 7) {
      const text = `${(key.repeat(3) + 'x '.repeat(key.length)).slice(0, before)} ${token} ${'y '.repeat(10_000)}`;
      assert.doesNotMatch(contentOf(text, settings) ?? '', /ghp_0|MIIE/);
    }
  });

  test('is no longer than was said', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (value) => {
        assert.ok((contentOf(value, settings)?.length ?? 0) <= settings.contentLength + '... [cut]'.length);
      }),
    );
  });

  test('is none where none is wanted', () => {
    assert.equal(contentOf('anything', { ...settings, content: 'none' }), undefined);
  });
});
