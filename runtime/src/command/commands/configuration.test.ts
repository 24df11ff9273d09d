import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Files } from '../testing/files.ts';
import { hexaops } from '../testing/terminal.ts';

const yaml = `
server: { port: 8081 }
rules: [rules.yaml]
plugins:
  - use: '@hexaops/auth-jwt'
    config: { jwksUrl: 'http://control-plane:8080/.well-known/jwks.json' }
  - use: '@hexaops/control-plane'
    config: { url: 'http://control-plane:8080' }
`;
const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: guard
rules: [{ id: guard.night, match: { environment: production }, then: [{ deny: { reason: not at night } }] }]
`;

describe('hexaops config check', () => {
  test('says what a valid configuration names', async () => {
    await using files = await Files.create({ 'hexaops.yaml': yaml, 'rules.yaml': rules });
    const file = files.at('hexaops.yaml');
    const { code, stdout, stderr } = await hexaops(['config', 'check', '--config', file]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout, `${file} is valid\nplugins: auth-jwt, control-plane\nrules of its own: 1\n`);
    const named = await hexaops(['config', 'check'], { environment: { HEXAOPS_CONFIG: file } });
    assert.equal(named.code, 0);
  });

  test('says every mistake with its place: of the file, of a plugin’s part, of the rules, of the environment', async () => {
    const mistakes = [
      [{ 'hexaops.yaml': yaml.replace('port: 8081', 'prt: 1') }, {}, /hexaops\.yaml:2:\d+: server\.prt .*port/],
      [
        { 'hexaops.yaml': yaml.replace('jwksUrl', 'jwksUri') },
        {},
        /hexaops\.yaml:6:\d+: plugins\[0\]\.config\.jwksUri/,
      ],
      [{ 'rules.yaml': rules.replace('deny', 'dney') }, {}, /rules\.yaml:5:/],
      [{}, { PORT: 'eighty' }, /environment variable PORT: server\.port must be integer/],
    ] as const;
    for (const [changed, environment, message] of mistakes) {
      await using files = await Files.create({ 'hexaops.yaml': yaml, 'rules.yaml': rules, ...changed });
      const { code, stdout, stderr } = await hexaops(['config', 'check', '--config', files.at('hexaops.yaml')], {
        environment,
      });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    }
  });

  test('says where it has looked for a file that is not there', async () => {
    await using files = await Files.create();
    const { code, stderr } = await hexaops(['config', 'check', '--config', files.at('none.yaml')]);
    assert.equal(code, 2);
    assert.match(stderr, /none\.yaml cannot be read.*\n {2}.*--config or HEXAOPS_CONFIG/);
  });
});

describe('hexaops config print', () => {
  test('prints what holds: the file, the environment and --set, and never a secret', async () => {
    const secret = 'canary-0123456789';
    await using files = await Files.create({
      'hexaops.yaml': `${yaml}  - use: other\n    config: { password: ${secret}, key: '\${env:KEY}', url: 'http://me:${secret}@host' }\n`,
    });
    const { code, stdout, stderr } = await hexaops(
      [
        'config',
        'print',
        '--config',
        files.at('hexaops.yaml'),
        '--set',
        'mode=readOnly',
        '--set',
        'server.host=127.0.0.9',
      ],
      { environment: { PORT: '8082', KEY: secret } },
    );
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^mode: readOnly\n/);
    assert.match(stdout, /\n {2}port: 8082\n/);
    assert.match(stdout, /\n {2}host: 127\.0\.0\.9\n/);
    assert.match(stdout, /password: "?\[redacted\]/);
    assert.doesNotMatch(stdout, /canary/);
  });
});
