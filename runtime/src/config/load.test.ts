import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { definePlugin, HexaopsError } from '@hexaops/core';
import { defaultHttpLimits } from '../http/limits.ts';
import type { Environment } from './environment.ts';
import { loadConfig, type LoadedConfig } from './load.ts';
import { checkPluginParts } from './plugin-parts.ts';
import { printConfig } from './print.ts';
import type { ConfigProblem } from './problem.ts';
import { ConfigurationDirectory } from './testing/configuration.ts';

interface Given {
  readonly yaml: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  readonly argv?: readonly string[];
}

/** Loads `hexaops.yaml`; `%` in a value of the environment stands for the directory. */
async function load({ yaml, files = {}, environment = {}, argv = [] }: Given): Promise<LoadedConfig> {
  await using directory = await ConfigurationDirectory.create({ ...files, 'hexaops.yaml': yaml });
  const located = Object.entries(environment).map(([name, value]) => [name, value?.replace('%', directory.path)]);
  return await loadConfig({
    file: directory.file('hexaops.yaml'),
    environment: Object.fromEntries(located) as Environment,
    argv,
  });
}

async function problemsOf(given: Given): Promise<readonly ConfigProblem[]> {
  try {
    await load(given);
  } catch (error) {
    assert.ok(HexaopsError.is(error, 'config-invalid'), String(error));
    const problems = error.details?.['problems'] as readonly ConfigProblem[];
    return problems.map((problem) => ({ ...problem, source: problem.source.split('/').at(-1) ?? '' }));
  }
  return assert.fail('it was taken');
}

describe('the configuration file', () => {
  test('may be empty: everything has a default', async () => {
    const { config, sources } = await load({ yaml: '' });
    assert.equal(config.mode, 'normal');
    assert.deepEqual(config.server, {
      host: '0.0.0.0',
      port: 8080,
      trustedProxies: [],
      shutdownSeconds: 25,
      limits: defaultHttpLimits,
    });
    assert.deepEqual(config.plugins, []);
    assert.deepEqual(sources, []);
  });

  test('lists plugins in their order, each with its own part', async () => {
    const { config } = await load({
      yaml: 'plugins:\n  - use: "@hexaops/auth-jwt"\n    config: { issuer: a }\n  - use: ./mine\n',
    });
    assert.deepEqual(config.plugins, [
      { use: '@hexaops/auth-jwt', config: { issuer: 'a' } },
      { use: './mine', config: {} },
    ]);
  });

  test('names rules from where it stands itself', async () => {
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': 'rules: [rules/guard.yaml]' });
    const { config, base } = await loadConfig({ file: directory.file('hexaops.yaml') });
    assert.deepEqual(config.rules, [directory.file('rules/guard.yaml')]);
    assert.equal(base, `file://${directory.file('hexaops.yaml')}`);
  });

  test('has every mistake named with its place and the nearest right name', async () => {
    const problems = await problemsOf({
      yaml: [
        'mode: readonly',
        'server:',
        '  prot: 80',
        '  port: eighty',
        'plugins:',
        '  - config: {}',
        'workspaces:',
        '  w1: { enviroment: production }',
      ].join('\n'),
    });
    assert.deepEqual(
      problems.map(({ path, line, column }) => [path, line, column]),
      [
        ['mode', 1, 1],
        ['server.prot', 3, 3],
        ['server.port', 4, 3],
        ['plugins[0].use', 6, 5],
        ['workspaces.w1.enviroment', 8, 9],
      ],
    );
    assert.equal(problems[0]?.message, 'must be one of normal, readOnly');
    assert.match(problems[1]?.message ?? '', /^is not known here: use one of: port, host/);
    assert.equal(problems[2]?.message, 'must be integer');
    assert.equal(problems[3]?.message, 'is missing');
    assert.match(problems[4]?.message ?? '', /use one of: environment/);
    assert.ok(problems.every(({ source }) => source === 'hexaops.yaml'));
  });

  test('names proxies by address or network, and bounds that 0 switches off', async () => {
    const yaml = 'server:\n  trustedProxies: [10.0.0.0/8, "fd00::/8", 192.0.2.7]\n  limits: { subjectRuns: 0 }\n';
    const { config } = await load({ yaml });
    assert.deepEqual(config.server.trustedProxies, ['10.0.0.0/8', 'fd00::/8', '192.0.2.7']);
    assert.equal(config.server.limits.subjectRuns, 0);
    const problems = await problemsOf({
      yaml: 'server:\n  trustedProxies:\n    - 10.0.0.0/8\n    - control-plane\n    - 010.0.0.1\n  limits: { subjectRuns: -1, bodyBytes: 0 }\n',
    });
    assert.deepEqual(
      problems.map(({ path, line }) => [path, line]),
      [
        ['server.limits.bodyBytes', 6],
        ['server.limits.subjectRuns', 6],
        ['server.trustedProxies[1]', 4],
        ['server.trustedProxies[2]', 5],
      ],
    );
    assert.equal(problems[2]?.message, 'must be an address or a network, such as 10.0.0.0/8');
    const { config: other } = await load({
      yaml: '',
      environment: { HEXAOPS_SERVER__TRUSTED_PROXIES: '[10.0.0.1]', HEXAOPS_SERVER__LIMITS__SUBJECT_RUNS: '7' },
    });
    assert.deepEqual(other.server.trustedProxies, ['10.0.0.1']);
    assert.equal(other.server.limits.subjectRuns, 7);
  });

  test('that is not YAML is refused where it ends to be', async () => {
    const [problem] = await problemsOf({ yaml: 'server:\n  port: [1\nmode: normal\n' });
    assert.equal(problem?.path, '(syntax)');
    assert.equal(problem.line, 3);
    const [twice] = await problemsOf({ yaml: 'mode: normal\nmode: readOnly\n' });
    assert.match(twice?.message ?? '', /unique/);
    assert.equal(twice?.line, 2);
  });

  test('that cannot be read says what to do', async () => {
    await assert.rejects(loadConfig({ file: '/nowhere/hexaops.yaml' }), (error: unknown) => {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      assert.match(error.message, /\/nowhere\/hexaops\.yaml cannot be read/);
      assert.match(error.nextStep ?? '', /--config/);
      return true;
    });
  });

  test('takes ids of workspaces as they are, and has none by inheritance', async () => {
    const { config } = await load({ yaml: 'workspaces: { w1: { environment: production } }' });
    assert.deepEqual({ ...config.workspaces }, { w1: { environment: 'production' } });
    assert.equal(config.workspaces['constructor'], undefined);
  });
});

describe('the environment', () => {
  test('goes before the file, and what is set by argument before both', async () => {
    const yaml = 'server: { port: 1 }';
    assert.equal((await load({ yaml, environment: { PORT: '2' } })).config.server.port, 2);
    const environment = { PORT: '2', HEXAOPS_SERVER__PORT: '3' };
    assert.equal((await load({ yaml, environment })).config.server.port, 3);
    const { config, sources } = await load({ yaml, environment, argv: ['server.port=4'] });
    assert.equal(config.server.port, 4);
    assert.deepEqual(
      sources.map(({ from }) => from),
      ['environment variable PORT', 'environment variable HEXAOPS_SERVER__PORT', '--set'],
    );
  });

  test('reaches every depth, by the keys’ own words', async () => {
    const { config } = await load({
      yaml: 'plugins: [{ use: "@hexaops/auth-jwt", config: { jwksUrl: "http://a" } }]\nworkspaces: { Shop-1: {} }',
      environment: {
        HEXAOPS_MODE: 'readOnly',
        HEXAOPS_APPROVAL_SECONDS: '60',
        HEXAOPS_SERVER__LIMITS__BODY_BYTES: '2048',
        HEXAOPS_WORKSPACES__SHOP_1__ENVIRONMENT: 'production',
        HEXAOPS_PLUGINS__AUTH_JWT__JWKS_URL: 'http://b',
        HEXAOPS_PLUGINS__AUTH_JWT__LEEWAY_SECONDS: '1.5',
        HEXAOPS_PLUGINS__AUTH_JWT__ALGORITHMS: '[RS256]',
        HEXAOPS_RULES: '[/etc/a.yaml]',
      },
    });
    assert.equal(config.mode, 'readOnly');
    assert.equal(config.approvalSeconds, 60);
    assert.equal(config.server.limits.bodyBytes, 2048);
    assert.deepEqual({ ...config.workspaces }, { 'Shop-1': { environment: 'production' } });
    assert.deepEqual(config.plugins[0]?.config, { jwksUrl: 'http://b', leewaySeconds: 1.5, algorithms: ['RS256'] });
    assert.deepEqual(config.rules, ['/etc/a.yaml']);
  });

  test('is told where a name leads nowhere, and what is there', async () => {
    const problems = await problemsOf({
      yaml: 'plugins: [{ use: "@hexaops/auth-jwt" }]',
      environment: { HEXAOPS_SERVER__PROT: '1', HEXAOPS_PLUGINS__AUTH__ISSUER: 'a', HEXAOPS_SERVER__PORT: 'x' },
    });
    assert.deepEqual(
      problems.map(({ source, message }) => [source, message]),
      [
        ['environment variable HEXAOPS_PLUGINS__AUTH__ISSUER', 'unknown plugin "AUTH": use one of: auth-jwt'],
        [
          'environment variable HEXAOPS_SERVER__PROT',
          'unknown key "PROT": use one of: host, port, limits, trustedProxies, shutdownSeconds',
        ],
        ['environment variable HEXAOPS_SERVER__PORT', 'must be integer'],
      ],
    );
  });

  test('may hold what a cluster puts there for a Service of the same name', async () => {
    const environment = {
      HEXAOPS_PORT: 'tcp://10.0.0.1:80',
      HEXAOPS_SERVICE_HOST: '10.0.0.1',
      HEXAOPS_PORT_80_TCP: 'a',
    };
    assert.equal((await load({ yaml: '', environment })).config.server.port, 8080);
  });
});

describe('a secret', () => {
  const canary = 'CANARY: [not, yaml] ${env:HOME}';
  const yaml =
    'plugins:\n  - use: "@hexaops/llm"\n    config: { apiKey: "${file:key.txt}", url: "http://${env:HOST}:80" }';
  const files = { 'key.txt': `${canary}\n` };

  test('comes from a file or the environment, as it is, and is not printed', async () => {
    const loaded = await load({ yaml, files, environment: { HOST: 'model' } });
    assert.deepEqual(loaded.config.plugins[0]?.config, { apiKey: canary, url: 'http://model:80' });
    assert.doesNotMatch(printConfig(loaded), /CANARY|model:80/);
  });

  test('comes from the file that a variable names', async () => {
    const loaded = await load({
      yaml: 'plugins: [{ use: "@hexaops/llm" }]',
      files,
      environment: { HEXAOPS_PLUGINS__LLM__API_KEY_FILE: '%/key.txt' },
    });
    assert.deepEqual(loaded.config.plugins[0]?.config, { apiKey: canary });
    assert.doesNotMatch(printConfig(loaded), /CANARY/);
  });

  test('that is not there is a mistake of the line that wants it', async () => {
    const problems = await problemsOf({ yaml, environment: {} });
    assert.deepEqual(
      problems.map(({ path, line, column }) => [path, line, column]),
      [
        ['plugins[0].config.apiKey', 3, 15],
        ['plugins[0].config.url', 3, 42],
      ],
    );
    const [missing] = await problemsOf({ yaml: '', environment: { HEXAOPS_MODE_FILE: '/nowhere' } });
    assert.equal(missing?.source, 'environment variable HEXAOPS_MODE_FILE');
  });

  test('is no reference where it is escaped', async () => {
    const { config } = await load({ yaml: 'defaultEnvironment: "$${env:HOME}"' });
    assert.equal(config.defaultEnvironment, '${env:HOME}');
  });

  test('written out by name or in a URL is not printed either', async () => {
    const loaded = await load({
      yaml: 'plugins: [{ use: a, config: { password: CANARY, url: "http://me:CANARY@host/", tokenType: shown } }]',
    });
    const printed = printConfig(loaded);
    assert.doesNotMatch(printed, /CANARY/);
    assert.match(printed, /http:\/\/me:\[redacted\]@host\//);
    assert.match(printed, /tokenType: shown/);
  });

  test('of an Alertmanager is taken from a file, long enough, and never printed', async () => {
    const credential = 'CANARY-of-an-alertmanager';
    const loaded = await load({
      yaml: 'alerts: { credentials: [{ token: "${file:alerts.txt}", workspaces: [w1] }], workspaceLabel: tenant }',
      files: { 'alerts.txt': `${credential}\n` },
    });
    assert.deepEqual(loaded.config.alerts, {
      credentials: [{ token: credential, workspaces: ['w1'] }],
      workspaces: [],
      workspaceLabel: 'tenant',
    });
    assert.equal(loaded.config.investigations, undefined);
    assert.doesNotMatch(printConfig(loaded), /CANARY/);
    for (const wrong of [
      '{ token: short }',
      '{ username: alertmanager }',
      '{ token: "aaaaaaaaaaaaaaaaaaaa", username: a, password: "aaaaaaaaaaaaaaaaaaaa" }',
      '{ username: "a:b", password: "aaaaaaaaaaaaaaaaaaaa" }',
    ]) {
      const problems = await problemsOf({ yaml: `alerts: { credentials: [${wrong}] }` });
      assert.match(problems[0]?.path ?? '', /^alerts\.credentials\[0\]/, wrong);
    }
    const [unlabelled] = await problemsOf({ yaml: 'alerts: { workspaces: [{ labels: {}, workspace: w1 }] }' });
    assert.equal(unlabelled?.path, 'alerts.workspaces[0].labels');
  });

  test('is a number where a number is wanted', async () => {
    const { config } = await load({ yaml: 'server: { port: "${env:MY_PORT}" }', environment: { MY_PORT: '81' } });
    assert.equal(config.server.port, 81);
  });
});

describe('a plugin’s part', () => {
  const plugin = definePlugin({
    config: {
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      properties: { url: { type: 'string', format: 'uri' }, timeout: { type: 'integer' } },
    },
    register: () => undefined,
  });
  const manifest = { id: 'a', name: 'a', version: '1.0.0', core: '^0.1.0' };

  test('is validated by the plugin’s schema, with places in the file', async () => {
    const loaded = await load({
      yaml: 'plugins:\n  - use: a\n    config:\n      timout: 1\n      url: "not a url"\n  - use: b\n',
      environment: { HEXAOPS_PLUGINS__B__TIMEOUT: 'soon' },
    });
    const plugins = loaded.config.plugins.map(({ config }) => ({ manifest, plugin, config }));
    assert.throws(
      () => checkPluginParts(loaded, plugins),
      (error: unknown) => {
        assert.ok(HexaopsError.is(error, 'config-invalid'));
        const problems = error.details?.['problems'] as readonly ConfigProblem[];
        assert.deepEqual(
          problems.map(({ path, line, column }) => [path, line, column]),
          [
            ['plugins[0].config.timout', 4, 7],
            ['plugins[0].config.url', 5, 7],
            ['plugins[1].config.url', 6, 5],
            ['plugins[1].config.timeout', undefined, undefined],
          ],
        );
        assert.equal(problems[3]?.source, 'environment variable HEXAOPS_PLUGINS__B__TIMEOUT');
        return true;
      },
    );
  });
});
