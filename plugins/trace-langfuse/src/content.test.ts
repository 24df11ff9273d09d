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
