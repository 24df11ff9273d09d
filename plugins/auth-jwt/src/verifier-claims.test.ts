import { describe, it } from 'node:test';
import { type Claims, claims, mint, noonSeconds } from './testing/tokens.ts';
import { refused, rsa, verifier } from './testing/verifiers.ts';

describe('a token whose claims are wrong is refused', () => {
  const without = (name: string): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const cases: readonly (readonly [string, Claims, RegExp])[] = [
    ['another issuer', { ...claims, iss: 'https://attacker' }, /iss/],
    ['an issuer in a list', { ...claims, iss: ['hexabase-control-plane'] }, /iss/],
    ['no issuer', without('iss'), /iss/],
    ['another audience', { ...claims, aud: ['hexabase-api'] }, /aud/],
    ['an audience that begins like ours', { ...claims, aud: 'hexabase-aiops-service-2' }, /aud/],
    ['an audience that is an object', { ...claims, aud: { 0: 'hexabase-aiops-service' } }, /aud/],
    ['an audience with something else than text', { ...claims, aud: ['hexabase-aiops-service', 1] }, /aud/],
    ['no audience', without('aud'), /aud/],
    ['another token type', { ...claims, token_type: 'access' }, /token_type/],
    ['no token type', without('token_type'), /token_type/],
    ['no expiry', without('exp'), /exp/],
    ['an expiry that is text', { ...claims, exp: String(claims.exp) }, /exp/],
    ['an expiry at the end of time', { ...claims, exp: 1e300 }, /exp/],
    ['an expiry of null', { ...claims, exp: null }, /exp/],
    ['no time of issue', without('iat'), /iat/],
    ['an issue in the future', { ...claims, iat: noonSeconds + 3 }, /iat/],
    ['an end before the beginning', { ...claims, iat: noonSeconds + 1, exp: noonSeconds + 1 }, /iat/],
    ['too long a life', { ...claims, exp: noonSeconds + 3601 }, /longer/],
    ['a beginning in the future', { ...claims, nbf: noonSeconds + 3 }, /nbf/],
    ['a beginning that is text', { ...claims, nbf: 'now' }, /nbf/],
    ['two users', { ...claims, user_id: 'user-2' }, /two users/],
    ['a user that is a number', { ...claims, sub: 1, user_id: 1 }, /no user/],
    ['an empty user', { ...claims, sub: '', user_id: '' }, /no user/],
    ['a user with a line break', { ...claims, sub: 'a\nb', user_id: 'a\nb' }, /no user/],
    ['no workspace', without('active_workspace_id'), /no workspace/],
    ['an empty workspace', { ...claims, active_workspace_id: '' }, /no workspace/],
    ['a workspace that is a list', { ...claims, active_workspace_id: ['ws-1'] }, /no workspace/],
    ['a workspace that climbs', { ...claims, active_workspace_id: '../ws-2' }, /not an identifier/],
    ['a workspace with dots in a row', { ...claims, active_workspace_id: 'ws..2' }, /not an identifier/],
    ['a workspace with a slash', { ...claims, active_workspace_id: 'ws-1/ws-2' }, /not an identifier/],
    ['a workspace with a line break', { ...claims, active_workspace_id: 'ws-1\n' }, /not an identifier/],
    ['permissions in one text', { ...claims, permissions: 'aiops:admin' }, /permissions/],
    ['roles that are numbers', { ...claims, roles: [1] }, /roles/],
  ];
  for (const [name, payload, pattern] of cases) it(name, () => refused(mint(rsa, payload), pattern));

  it('as expired, whatever else is wrong with its times', async () => {
    for (const times of [
      { exp: noonSeconds - 5 },
      { iat: noonSeconds + 60, exp: noonSeconds - 5 },
      { iat: null, exp: 0 },
    ]) {
      const code = times.iat === null ? 'token-invalid' : 'token-expired';
      await refused(mint(rsa, { ...claims, ...times }), /expired|iat/, verifier, code);
    }
  });
});
