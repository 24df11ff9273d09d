import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { engineRules } from '@hexaops/core';
import { Files } from '../testing/files.ts';
import { hexaops } from '../testing/terminal.ts';

const own = [...engineRules.always, ...engineRules.ofInvestigations].flatMap(({ rules }) => rules);

const night = `
apiVersion: hexaops/v1
kind: RuleSet
stage: guard
workspace: shop
rules:
  - id: guard.night
    description: "not at night \\e[31m"
    match: { environment: production }
    then: [{ deny: { reason: not at night } }]
    tests: [{ given: { environment: staging }, expect: none }]
`;

interface Told {
  readonly id: string;
  readonly engine: boolean;
  readonly file?: string;
  readonly workspace?: string;
  readonly rule?: unknown;
}

describe('hexaops rules list', () => {
  test('names the rules of files with their file, and those of the engine as its own', async () => {
    await using files = await Files.create({ 'night.yaml': night });
    const { code, stdout } = await hexaops(['rules', 'list', files.at('night.yaml')]);
    assert.equal(code, 0);
    assert.match(stdout, /^rule +stage +from +what it says\n/);
    assert.match(stdout, /\nguard\.night +guard +\S+night\.yaml +not at night \\u001b\[31m\n/);
    assert.match(
      stdout,
      /\nguard\.system-namespaces +guard +the engine itself +namespaces of Kubernetes itself are not changed from here\n/,
    );
    for (const { id } of own) assert.ok(stdout.includes(`\n${id} `), id);
  });

  test('prints JSON for programs, also of the plugins that are installed', async () => {
    const { code, stdout } = await hexaops(['rules', 'list', '--json']);
    assert.equal(code, 0);
    const listed = JSON.parse(stdout) as readonly Told[];
    assert.deepEqual(
      listed
        .filter(({ engine }) => engine)
        .map(({ id }) => id)
        .sort(),
      own.map(({ id }) => id).sort(),
    );
    assert.ok(listed.every(({ engine, file }) => engine === (file === undefined)));
    assert.ok(listed.some(({ id, file }) => id === 'guard.large-scale' && file?.includes('worker-kubernetes')));
  });
});

describe('hexaops rules show', () => {
  for (const { id } of own)
    test(`knows ${id}, which an answer or a record may name, and no file has`, async () => {
      await using files = await Files.create({ 'night.yaml': night });
      const { code, stdout } = await hexaops(['rules', 'show', id, files.path]);
      assert.equal(code, 0);
      assert.match(stdout, /^\S.*\n {2}from the engine itself, rule set "\w+"\n/);
      assert.ok(stdout.includes(`\nid: ${id}\n`));
    });

  test('says which number of the configuration a limit is', async () => {
    const { stdout } = await hexaops(['rules', 'show', 'guard.too-often-on-one-object']);
    assert.match(stdout, / limits\.operationsOnTarget is changes\.operationsOnTarget of the configuration, 10 unless/);
  });

  test('says what a rule of a file does, and leaves out its tests', async () => {
    await using files = await Files.create({ 'night.yaml': night });
    const { code, stdout } = await hexaops(['rules', 'show', 'guard.night', files.path]);
    assert.equal(code, 0);
    assert.match(stdout, /^guard\.night: not at night \\u001b\[31m\n {2}from \S+night\.yaml\n/);
    assert.match(stdout, /workspace shop\n/);
    assert.match(stdout, /\nthen:\n {2}- deny:\n {6}reason: not at night\n$/);
    assert.doesNotMatch(stdout, /tests|engine itself/);
    const json = await hexaops(['rules', 'show', 'guard.night', files.path, '--json']);
    const [told] = JSON.parse(json.stdout) as readonly Told[];
    assert.deepEqual([told?.engine, told?.workspace, typeof told?.rule], [false, 'shop', 'object']);
  });

  test('names the ids that are most like one that nobody knows, and how to name files', async () => {
    const { code, stdout, stderr } = await hexaops(['rules', 'show', 'guard.system-namespace']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(
      stderr,
      /unknown rule "guard\.system-namespace" \(not-found\)\n {2}use one of: guard\.system-namespaces,/,
    );
    assert.match(stderr, /hexaops rules show ID PATH/);
  });
});
