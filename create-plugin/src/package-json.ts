import own from '../package.json' with { type: 'json' };
import { type Kind, kinds } from './kinds.ts';

/** Versions are those that the templates are tested with: the development dependencies of this package. */
const tested: Readonly<Record<string, string>> = own.devDependencies;
const coreRange = `^${tested['@hexaops/core'] ?? ''}`;

/** The package.json of a new plugin. */
export function packageJson(name: string, id: string, kind: Kind): object {
  const packages: readonly string[] = kinds[kind].packages;
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((each) => [each, tested[each]]));
  return {
    name,
    version: '0.1.0',
    description: `A plugin for Hexaops: ${kinds[kind].description}.`,
    license: 'UNLICENSED',
    files: ['dist', '!dist/**/*.test.*', '!dist/testing', 'CHANGELOG.md', ...(hasRules(kind) ? ['rules'] : [])],
    type: 'module',
    exports: {
      './package.json': './package.json',
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    },
    scripts: {
      build: 'tsc -p .',
      test: 'node --test "src/**/*.test.ts"',
      dev: 'hexaops plugin dev',
      check: 'tsc -p . && hexaops plugin check',
      prepack: 'tsc -p .',
    },
    ...(packages.length === 0 ? {} : { dependencies: versions(packages) }),
    peerDependencies: { '@hexaops/core': coreRange },
    devDependencies: {
      '@hexaops/core': coreRange,
      '@hexaops/runtime': `^${tested['@hexaops/runtime'] ?? ''}`,
      ...versions(['@types/node', 'publint', 'typescript']),
    },
    engines: own.engines,
    hexaops: { id },
  };
}

function hasRules(kind: Kind): boolean {
  return kind === 'worker' || kind === 'rules';
}
