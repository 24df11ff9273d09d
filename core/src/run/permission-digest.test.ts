import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fakeCaller } from '../testing/fake-caller.ts';
import { asksForSignIn, permissionDigest } from './permission-digest.ts';
import { initialState, type RunState } from './state.ts';

const set = fc.option(fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 5 }), { nil: undefined });
const said = fc.record({ roles: set, organizations: fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 5 }) });
const digest = ({ roles, organizations }: { roles: readonly string[] | undefined; organizations: readonly string[] }) =>
  permissionDigest({ roles, organizations, permissions: undefined });

describe('the digest of permissions', () => {
  test('is the same whatever the order and the repetitions', () => {
    fc.assert(
      fc.property(said, ({ roles, organizations }) => {
        const again = (values: readonly string[]) => [...values, ...values].reverse();
        assert.equal(
          digest({ roles, organizations }),
          digest({ roles: roles && again(roles), organizations: again(organizations) }),
        );
      }),
    );
  });

  test('is another where anything else is said', () => {
    const normal = (value: { roles: readonly string[] | undefined; organizations: readonly string[] }) =>
      JSON.stringify([value.roles?.toSorted() ?? null, value.organizations.toSorted()]);
    fc.assert(
      fc.property(said, said, (left, right) => {
        assert.equal(digest(left) === digest(right), normal(left) === normal(right));
      }),
    );
  });

  test('tells roles from permissions, and a silent token from one that names none', () => {
    const organizations = ['acme'];
    const all = [
      { organizations, roles: undefined, permissions: undefined },
      { organizations, roles: [], permissions: undefined },
      { organizations, roles: undefined, permissions: [] },
      { organizations, roles: ['aiops:admin'], permissions: undefined },
      { organizations, roles: undefined, permissions: ['aiops:admin' as const] },
    ];
    assert.equal(new Set(all.map(permissionDigest)).size, all.length);
  });

  test('holds nothing of the token', () => {
    const one = fakeCaller({ token: 'one-token-of-alice' });
    assert.equal(permissionDigest(one), permissionDigest(fakeCaller({ token: 'another-token-of-alice' })));
    assert.match(permissionDigest(one), /^[0-9a-f]{64}$/);
  });
});

describe('a run asks for a new sign-in', () => {
  const caller = fakeCaller({ roles: ['admin'] });
  const state = (rest: Partial<RunState>): RunState => ({ ...initialState, permissions: 'of before', ...rest });

  test('where the token says something else than when it was last used', () => {
    assert.equal(asksForSignIn(state({}), caller), true);
    assert.equal(asksForSignIn(state({ permissions: permissionDigest(caller) }), caller), false);
  });

  test('once: with the sign-in that it asked for it goes on', () => {
    const suspension = { kind: 'reauthentication', reason: 'permission-changed' } as const;
    assert.equal(asksForSignIn(state({ suspension }), caller), false);
    const expired = { kind: 'reauthentication', reason: 'token-expired' } as const;
    assert.equal(asksForSignIn(state({ suspension: expired }), caller), true);
  });

  test('never where it is of a release that remembered nothing', () => {
    assert.equal(asksForSignIn(state({ permissions: undefined }), caller), false);
  });
});
