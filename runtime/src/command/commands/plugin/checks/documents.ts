import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin, Tool } from '@hexaops/core';
import type { PluginFolder } from '../plugin-folder.ts';
import { advice, propertiesOf, type Remark, wrong } from './remark.ts';

/** Whether whoever finds the package learns what it does, how to set it, what to ask, and what has changed. */
export async function checkDocuments(
  { path, manifest }: PluginFolder,
  { config }: Plugin,
  { tools, questions }: { readonly tools: readonly Tool[]; readonly questions: readonly string[] },
): Promise<readonly Remark[]> {
  const [readme, changelog] = await Promise.all(
    ['README.md', 'CHANGELOG.md'].map((name) => readFile(join(path, name), 'utf8').catch(() => undefined)),
  );
  return [
    ...(readme === undefined
      ? [wrong('README.md', 'it is missing', 'say what the plugin does, how it is configured, and what to ask')]
      : [
          ...tools
            .filter(({ name }) => !readme.includes(`\`${name}\``))
            .map(({ name }) =>
              wrong(
                'README.md',
                `the tool ${name} is not in it`,
                `add \`${name}\`: what it reads, and a question that calls it`,
              ),
            ),
          ...propertiesOf(config)
            .filter(([name]) => !readme.includes(name))
            .map(([name]) =>
              wrong('README.md', `the setting "${name}" is not in it`, `add \`${name}\` to its table of settings`),
            ),
          ...(questions.length === 0 || questions.some((question) => plain(readme).includes(plain(question)))
            ? []
            : [advice('README.md', 'none of the questions of its rules is in it', `show one: ${questions[0] ?? ''}`)]),
        ]),
    ...(changelog === undefined
      ? [
          wrong(
            'CHANGELOG.md',
            'it is missing',
            `write a heading for each version, "## ${manifest.version}", and what has changed`,
          ),
        ]
      : changelog.includes(manifest.version)
        ? []
        : [
            wrong(
              'CHANGELOG.md',
              `it does not tell of ${manifest.version}`,
              `add "## ${manifest.version}" and what has changed`,
            ),
          ]),
  ];
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
}
