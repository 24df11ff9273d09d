import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { codeOf, markdownFiles, readMarkdown, repository } from './markdown.ts';

const code = (await Promise.all((await markdownFiles()).map(readMarkdown))).flatMap(codeOf);
const main = join(repository, 'runtime/src/command/main.ts');

describe('Commands of the documentation', () => {
  it('npm scripts that are named are there, here or in a plugin that is made by npm create', async () => {
    const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const made = await readFile(join(repository, 'create-plugin/src/package-json.ts'), 'utf8');
    const ofPlugins = new Set([...made.matchAll(/^ {6}(\w+): '/gm)].map(([, name]) => name));
    const named = code.flatMap((text) => [...text.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name));
    assert.ok(named.includes('hexaops'));
    assert.deepEqual(
      [...new Set(named)].filter((name) => !Object.hasOwn(scripts, name) && !ofPlugins.has(name)),
      [],
    );
  });

  const commands = new Set(
    code.flatMap((text) =>
      [...text.matchAll(/\bhexaops (?:-- )?((?:audit|config|plugin|rules|token) [a-z]+|[a-z]+)\b/g)].map(
        ([, words = '']) => words,
      ),
    ),
  );
  it('commands are there to be checked', () => assert.ok(commands.has('diagnose')));
  for (const command of commands)
    it(`hexaops ${command}`, async () => {
      const words = [...command.split(' '), '--help'];
      const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, main, ...words]);
      assert.ok(stdout.startsWith(`Usage: hexaops ${command}`), stdout);
    });
});
