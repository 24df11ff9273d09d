import { symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { coreVersion } from '@hexaops/core';
import { Files } from '../../../testing/files.ts';

const modules = fileURLToPath(new URL('../../../../../../node_modules', import.meta.url));

/** The folder of a plugin that says hello, with what is changed of it. `undefined` leaves a file out. */
export async function pluginFiles(changes: Readonly<Record<string, unknown>> = {}): Promise<Files> {
  const all: Readonly<Record<string, unknown>> = {
    'package.json': packageJson(),
    'README.md': '# plugin-hello\n\nThe tool `say-hello` is called by: say hello to alice\n',
    'CHANGELOG.md': '# Changes\n\n## 1.0.0\n\n- The first version.\n',
    'dist/index.js': 'export default { config: {}, register() {} };\n',
    'dist/index.d.ts': 'declare const plugin: object;\nexport default plugin;\n',
    'src/index.ts': source('hello'),
    ...changes,
  };
  const files = await Files.create(
    Object.fromEntries(Object.entries(all).filter(([, content]) => content !== undefined)),
  );
  await symlink(modules, files.at('node_modules'));
  return files;
}

export function packageJson(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    name: 'plugin-hello',
    version: '1.0.0',
    description: 'Says hello to whoever is named.',
    license: 'Apache-2.0',
    files: ['dist', 'CHANGELOG.md'],
    type: 'module',
    exports: {
      './package.json': './package.json',
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    },
    peerDependencies: { '@hexaops/core': `^${coreVersion}` },
    engines: { node: '>=22.19' },
    hexaops: { id: 'plugin-hello' },
    ...changes,
  };
}

/** Of one tool, and of the rule that calls it. */
export function source(word: string): string {
  return `
import { definePlugin, defineReadTool, ruleSourcePoint, toolPoint } from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';

const tool = defineReadTool({
  name: 'say-hello',
  worker: 'plugin-hello',
  description: 'Says hello to one person.',
  input: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: { type: 'string', description: 'Of the person: alice.' } },
  },
  execute: async ({ name }) => ({
    evidence: [{ source: 'hello', query: name, title: \`${word} \${name}\`, content: { kind: 'object', object: { name } } }],
  }),
});

const rules = JSON.stringify({
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'route',
  rules: [{
    id: 'route.hello',
    description: 'say hello to alice',
    match: { text: { phrases: ['say hello to {name}'], captures: { name: { type: 'text' } } } },
    then: [{ plan: { task: 'greet', steps: [{ id: 'hello', tool: 'say-hello', arguments: { name: '\${name}' } }] } }],
    tests: [{ given: { text: 'say hello to bob' }, expect: { captures: { name: 'bob' } } }],
  }],
});

export default definePlugin({
  register(api) {
    api.contribute(toolPoint, tool);
    api.contribute(ruleSourcePoint, { id: 'hello', load: async () => parseRuleSets(rules, 'hello.json') });
  },
});
`;
}
