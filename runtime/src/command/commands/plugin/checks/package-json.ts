import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginFolder } from '../plugin-folder.ts';
import { advice, countWords, type Remark, wrong } from './remark.ts';

const core = '@hexaops/core';

/** What a service, npm and a person read of the package before its code. */
export function checkPackageJson(folder: PluginFolder): readonly Remark[] {
  const { packageJson: json, manifest } = folder;
  const at = (field: string) => `package.json "${field}"`;
  const isTyped = json['type'] === 'module';
  const dependencies = (json['dependencies'] ?? {}) as Readonly<Record<string, unknown>>;
  return [
    ...(countWords(json['description']) >= 3
      ? []
      : [
          wrong(
            at('description'),
            'it does not tell what the plugin is for',
            'write a sentence: "Reads the tickets of a service desk."',
          ),
        ]),
    ...(typeof json['license'] !== 'string'
      ? [
          wrong(
            at('license'),
            'it is missing',
            'name the licence, "Apache-2.0", or write "UNLICENSED" where nobody else may use it',
          ),
        ]
      : []),
    ...(isTyped ? [] : [wrong(at('type'), 'the package is no ES module', 'write "type": "module"')]),
    ...(core in dependencies
      ? [
          wrong(
            at('dependencies'),
            `${core} is among them: the plugin would bring a second copy of it`,
            `move it to "peerDependencies", and to "devDependencies" for your own tests`,
          ),
        ]
      : []),
    ...(/^(?:\*|x|latest|>=?[^<]*)$/.test(manifest.core.trim())
      ? [
          advice(
            at('peerDependencies'),
            `the range "${manifest.core}" also takes every later ${core}, which this one was not tried with`,
            'write the one that you test with: "^0.1.0"',
          ),
        ]
      : []),
    ...(typeof (json['engines'] as { readonly node?: unknown } | undefined)?.node === 'string'
      ? []
      : [wrong(at('engines'), 'it does not say which Node it needs', 'write "engines": { "node": ">=22.19" }')]),
    ...(Array.isArray(json['files'])
      ? []
      : [
          wrong(
            at('files'),
            'everything in the folder would be published',
            'write "files": ["dist", "!dist/**/*.test.*"], and "rules" where it has some',
          ),
        ]),
    ...checkExports(folder),
    ...(Array.isArray(json['files']) && existsSync(join(folder.path, 'rules')) && !json['files'].includes('rules')
      ? [
          wrong(
            at('files'),
            'the folder "rules" is not published',
            'add "rules": the plugin would start without its rules, or not at all',
          ),
        ]
      : []),
  ];
}

function checkExports({ path, packageJson }: PluginFolder): readonly Remark[] {
  const where = 'package.json "exports"';
  const all = packageJson['exports'];
  if (typeof all !== 'object' || all === null) {
    return [
      wrong(
        where,
        'it is missing',
        'write {"./package.json": "./package.json", ".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}}',
      ),
    ];
  }
  const exports = all as Readonly<Record<string, unknown>>;
  const entry = exports['.'];
  const conditions = typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>) : {};
  const { types, default: main } = conditions;
  const names = Object.keys(conditions);
  return [
    ...(exports['./package.json'] === './package.json'
      ? []
      : [
          wrong(
            where,
            'package.json is not among them: the service reads it before any code runs',
            'add "./package.json": "./package.json"',
          ),
        ]),
    ...(typeof types === 'string' && typeof main === 'string'
      ? [types, main]
          .filter((file) => !existsSync(join(path, file)))
          .map((file) => wrong(where, `${file} is not there`, 'build the package first: npm run build'))
      : [
          wrong(
            where,
            '"." names no types, or no default',
            'write ".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}',
          ),
        ]),
    ...(names.length > 0 && names.at(-1) !== 'default'
      ? [
          wrong(
            where,
            '"default" is not the last condition of ".": those after it never count',
            'put "types" first and "default" last',
          ),
        ]
      : []),
  ];
}
