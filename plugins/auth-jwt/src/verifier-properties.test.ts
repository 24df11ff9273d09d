import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { claims, mint, noonSeconds } from './testing/tokens.ts';
import { ec, refused, rsa, verifier } from './testing/verifiers.ts';

describe('properties', () => {
  it('no token with one bit changed verifies', async () => {
    for (const key of [rsa, ec]) {
      const token = mint(key);
      const bits = fc.integer({ min: 0, max: token.length * 7 - 1 });
      await fc.assert(
        fc.asyncProperty(bits, async (bit) => {
          const bytes = Buffer.from(token, 'latin1');
          const position = Math.floor(bit / 7);
          bytes[position] = (bytes[position] ?? 0) ^ (1 << (bit % 7));
          await refused(bytes.toString('latin1'), /./);
        }),
        { numRuns: 300 },
      );
    }
  });

  it('no text that nobody signed verifies, and each is answered with a reason', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.array(fc.base64String()).map((parts) => parts.join('.')),
    );
    await fc.assert(fc.asyncProperty(text, (token) => refused(token, /the token is refused/)));
  });

  it('every set of claims that the control plane can mint verifies', async () => {
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/);
    const made = fc.record({
      user: name,
      workspace: name,
      organizations: fc.array(name),
      life: fc.integer({ min: 1, max: 3600 }),
    });
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom(rsa, ec), async ({ user, workspace, organizations, life }, key) => {
        const times = { iat: noonSeconds, exp: noonSeconds + life };
        const payload = {
          ...claims,
          ...times,
          sub: user,
          user_id: user,
          org_ids: organizations,
          active_workspace_id: workspace,
        };
        const caller = await verifier.verify(mint(key, payload));
        assert.deepEqual([caller.subject, caller.workspace, caller.organizations], [user, workspace, organizations]);
      }),
    );
  });
});
