import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { describe, test } from 'node:test';
import { Files } from '../testing/files.ts';
import { hexaops } from '../testing/terminal.ts';
import { installedRules } from './rule-files.ts';

const rules = (expect: string) => `
apiVersion: hexaops/v1
kind: RuleSet
stage: guard
rules:
  - id: guard.night
    match: { environment: production }
    then: [{ deny: { reason: not at night } }]
    tests:
      - name: by day
        given: { environment: staging }
        expect: ${expect}
      - given: { environment: production }
        expect: fires
`;

describe('hexaops rules check', () => {
  test('says how many rules are well formed, in files and in directories', async () => {
    await using files = await Files.create({
      'rules/night.yaml': rules('none'),
      'rules/deep/day.yml': rules('none').replace('guard.night', 'guard.day'),
      'rules/.hidden/x.yaml': 'nonsense',
      'rules/node_modules/x.yaml': 'nonsense',
      'rules/readme.md': 'nonsense',
    });
    const { code, stdout } = await hexaops(['rules', 'check', files.at('rules'), files.at('rules/night.yaml')]);
    assert.deepEqual([code, stdout], [0, '2 rules in 2 files: well formed\n']);
  });

  test('says every mistake with its place, and what would be right', async () => {
    await using files = await Files.create({
      'night.yaml': rules('none').replace('environment: prod', 'enviroment: prod'),
    });
    const { code, stdout, stderr } = await hexaops(['rules', 'check', files.at('night.yaml')]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /night\.yaml:7:5 guard\.night: .*enviroment.*environment/);
    assert.match(stderr, /\(rules-invalid\)/);
  });

  test('refuses an id that the engine itself has taken, as the service does at its start', async () => {
    await using files = await Files.create({ 'night.yaml': rules('none').replace('guard.night', 'guard.proposed') });
    const { code, stderr } = await hexaops(['rules', 'check', files.at('night.yaml')]);
    assert.equal(code, 2);
    assert.match(stderr, /night\.yaml:6:5 guard\.proposed: another rule has the id "guard\.proposed"/);
  });

  test('says which path cannot be read, and where no rules are', async () => {
    await using files = await Files.create({ 'readme.md': '' });
    const missing = await hexaops(['rules', 'check', files.at('none.yaml')]);
    assert.match(missing.stderr, /none\.yaml" cannot be read: ENOENT/);
    const empty = await hexaops(['rules', 'check', files.path]);
    assert.match(empty.stderr, /there are no rule files in/);
    assert.deepEqual([missing.code, empty.code], [2, 2]);
  });

  test('without a path looks at the rules of every plugin that is installed', async () => {
    const { code, stdout } = await hexaops(['rules', 'check']);
    assert.equal(code, 0);
    assert.match(stdout, /^\d{2,} rules in \d+ files: well formed\n$/);
    const plugins = installedRules().map((folder) => basename(dirname(folder)));
    for (const name of ['alert-rules', 'playbooks', 'worker-clickhouse', 'worker-helm', 'worker-kubernetes'])
      assert.ok(plugins.includes(name), name);
    assert.ok(!plugins.includes('auth-jwt'), 'it has none');
  });
});

describe('hexaops rules test', () => {
  test('of the plugins that are installed finds each as its own tests say', async () => {
    const { code, stdout } = await hexaops(['rules', 'test']);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^\d{3,} passed, 0 failed\n$/);
  });

  test('runs the tests that rules carry', async () => {
    await using files = await Files.create({ 'night.yaml': rules('none') });
    const { code, stdout } = await hexaops(['rules', 'test', files.path]);
    assert.deepEqual([code, stdout], [0, '2 passed, 0 failed\n']);
  });

  test('ends with 1 where one fails, and says why the rule fired or did not', async () => {
    await using files = await Files.create({ 'night.yaml': rules('fires') });
    const { code, stdout } = await hexaops(['rules', 'test', files.path]);
    assert.equal(code, 1);
    assert.match(stdout, /^failed guard\.night, by day: expected it to fire/);
    assert.match(stdout, /\n {4}false .*environment.*: expected "production", seen .*"staging"/);
    assert.match(stdout, /1 passed, 1 failed\n$/);
  });

  test('prints JSON for programs', async () => {
    await using files = await Files.create({ 'night.yaml': rules('fires') });
    const { code, stdout } = await hexaops(['rules', 'test', files.path, '--json']);
    assert.equal(code, 1);
    const { passed, failed, results } = JSON.parse(stdout) as {
      passed: number;
      failed: number;
      results: readonly { rule: string; test: string; passed: boolean }[];
    };
    assert.deepEqual([passed, failed], [1, 1]);
    assert.deepEqual(
      results.map((result) => [result.rule, result.test, result.passed]),
      [
        ['guard.night', 'by day', false],
        ['guard.night', 'test 2', true],
      ],
    );
  });
});
