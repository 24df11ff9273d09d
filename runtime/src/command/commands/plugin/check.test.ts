import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hexaops } from '../../testing/terminal.ts';
import { packageJson, pluginFiles, source } from './testing/plugin-files.ts';

interface Told {
  readonly remarks: readonly {
    readonly weight: string;
    readonly where: string;
    readonly what: string;
    readonly instead: string;
  }[];
}

/** What the check says of the plugin with these changes: `where: what`. */
async function said(changes: Readonly<Record<string, unknown>>) {
  await using files = await pluginFiles(changes);
  const { code, stdout, stderr } = await hexaops(['plugin', 'check', files.path, '--json']);
  assert.equal(stderr, '');
  const { remarks } = JSON.parse(stdout) as Told;
  assert.ok(
    remarks.every(({ instead }) => instead.length > 10),
    'each says what to write instead',
  );
  return { code, lines: remarks.map(({ where, what }) => `${where}: ${what}`), remarks };
}

describe('hexaops plugin check', () => {
  test('has nothing to say of a plugin that is as it should be', async () => {
    await using files = await pluginFiles();
    const { code, stdout } = await hexaops(['plugin', 'check', files.path]);
    assert.deepEqual([code, stdout], [0, '0 to mend, 0 to consider\n']);
  });

  test('says where, what, and what to write instead', async () => {
    await using files = await pluginFiles({ 'CHANGELOG.md': undefined });
    const { code, stdout } = await hexaops(['plugin', 'check', files.path]);
    assert.equal(code, 1);
    assert.match(stdout, /^wrong {2}CHANGELOG\.md: it is missing\n {7}write a heading for each version, "## 1\.0\.0"/);
    assert.match(stdout, /\n1 to mend, 0 to consider\n$/);
  });

  const cases: Readonly<Record<string, readonly [changes: Readonly<Record<string, unknown>>, said: RegExp]>> = {
    'a description that is none': [
      { 'package.json': packageJson({ description: 'Hello' }) },
      /^package\.json "description": /,
    ],
    'no licence': [{ 'package.json': packageJson({ license: undefined }) }, /^package\.json "license": it is missing$/],
    'a second copy of core': [
      { 'package.json': packageJson({ dependencies: { '@hexaops/core': '0.1.0' } }) },
      /^package\.json "dependencies": .* second copy/,
    ],
    'a range that takes everything': [
      { 'package.json': packageJson({ peerDependencies: { '@hexaops/core': '>=0.1.0' } }) },
      /^package\.json "peerDependencies": the range ">=0\.1\.0"/,
    ],
    'no Node': [{ 'package.json': packageJson({ engines: undefined }) }, /^package\.json "engines": /],
    'a build that is not there': [
      { 'dist/index.d.ts': undefined },
      /^package\.json "exports": \.\/dist\/index\.d\.ts is not there$/,
    ],
    'rules that are not published': [
      { 'rules/a.yaml': '' },
      /^package\.json "files": the folder "rules" is not published$/,
    ],
    'a tool that the README does not name': [
      { 'README.md': '# hello\n\nsay hello to alice' },
      /^README\.md: the tool say-hello /,
    ],
    'a version that the changelog does not tell of': [
      { 'CHANGELOG.md': '## 0.9.0\n' },
      /^CHANGELOG\.md: it does not tell of 1\.0\.0$/,
    ],
    'a name that is no name of a tool': [
      {
        'src/index.ts': source('hello').replaceAll('say-hello', 'SayHello'),
        'README.md': '`SayHello`: say hello to alice',
      },
      /^tool SayHello: "SayHello" is no name of a tool: write a verb /,
    ],
    'a tool that takes a workspace': [
      {
        'src/index.ts': source('hello')
          .replace("required: ['name'],", '')
          .replace(
            'properties: { name',
            'properties: { workspace: { type: "string", description: "of the caller" }, name',
          ),
      },
      /^tool say-hello: take these arguments out of "say-hello"/,
    ],
    'a description by which nobody can choose': [
      { 'src/index.ts': source('hello').replace('Says hello to one person.', 'TODO') },
      /^tool say-hello: "TODO" does not tell when to call "say-hello"/,
    ],
    'an argument that is not described': [
      { 'src/index.ts': source('hello').replace(", description: 'Of the person: alice.'", '') },
      /^tool say-hello, argument name: it has no description$/,
    ],
    'a rule whose test fails': [
      { 'src/index.ts': source('hello').replace("{ name: 'bob' }", "{ name: 'eve' }") },
      /^rules: these tests of rules fail/,
    ],
    'a configuration that takes any name': [
      { 'src/index.ts': source('hello').replace('definePlugin({', "definePlugin({\n  config: { type: 'object' },") },
      /^config: its schema admits unknown names/,
    ],
    'a default for a secret, and a setting that is not described': [
      {
        'README.md': 'apiKey `say-hello` say hello to alice',
        'src/index.ts': source('hello').replace(
          'definePlugin({',
          "definePlugin({\n  config: { type: 'object', additionalProperties: false, properties: { apiKey: { type: 'string', default: 'x' } } },",
        ),
      },
      /^config\.apiKey: a secret has a default$/,
    ],
    'what publint finds': [
      { 'package.json': packageJson({ bin: './dist/absent.js' }) },
      /^package\.json "bin": .*absent\.js/,
    ],
  };
  for (const [what, [changes, message]] of Object.entries(cases))
    test(`says of ${what}`, async () => {
      const { lines } = await said(changes);
      assert.ok(
        lines.some((line) => message.test(line)),
        lines.join('\n'),
      );
    });

  test('refuses a configuration that its schema does not take, with its place', async () => {
    await using files = await pluginFiles({ 'dev.yaml': 'plugins: [{ use: plugin-hello, config: { wort: a } }]\n' });
    const { code, stderr } = await hexaops(['plugin', 'check', files.path]);
    assert.equal(code, 2);
    assert.match(stderr, /dev\.yaml:1:\d+: plugins\[0\]\.config\.wort is not known here/);
  });

  test('refuses a folder without a plugin, and one for another core, before any of its code runs', async () => {
    await using files = await pluginFiles({
      'src/index.ts': 'process.exit(9)',
      'package.json': packageJson({ peerDependencies: { '@hexaops/core': '^9.0.0' } }),
    });
    const other = await hexaops(['plugin', 'check', files.path]);
    assert.equal(other.code, 2);
    assert.match(other.stderr, /needs @hexaops\/core \^9\.0\.0.*\(plugin-incompatible\)/);
    const none = await hexaops(['plugin', 'check', files.at('src')]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /there is no plugin in .*\n {2}.*npm create hexaops-plugin/);
  });
});
