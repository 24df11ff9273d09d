import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '@hexaops/core';
import { printable } from '../../../presentation/printable.ts';
import type { PluginFolder } from '../plugin-folder.ts';
import { advice, type Remark, wrong } from './remark.ts';

/** https://publint.dev, as far as it is used here. */
interface Publint {
  readonly publint: (options: {
    readonly pkgDir: string;
    readonly level: 'warning';
    readonly strict: boolean;
    readonly pack: 'npm' | false;
  }) => Promise<{ readonly messages: readonly PublintMessage[]; readonly pkg: Readonly<Record<string, unknown>> }>;
}

interface PublintMessage {
  readonly code: string;
  readonly type: 'error' | 'warning' | 'suggestion';
  readonly path: readonly string[];
}

interface PublintWords {
  readonly formatMessage: (
    message: PublintMessage,
    pkg: Readonly<Record<string, unknown>>,
    options: { readonly color: false },
  ) => string | undefined;
}

/** What publint says of the package. It is the plugin's own development dependency: the service has no use for it. */
export async function checkPublishing({ path }: PluginFolder): Promise<readonly Remark[]> {
  const { resolve } = createRequire(join(path, 'package.json'));
  let library: string;
  let words: string;
  try {
    library = pathToFileURL(resolve('publint')).href;
    words = pathToFileURL(resolve('publint/utils')).href;
  } catch {
    return [
      advice(
        'package.json "devDependencies"',
        'publint is not installed: how the package is published was not looked at',
        'npm install --save-dev publint',
      ),
    ];
  }
  const { publint } = (await import(library)) as Publint;
  const { formatMessage } = (await import(words)) as PublintWords;
  try {
    const { messages, pkg } = await publint({ pkgDir: path, level: 'warning', strict: false, pack: 'npm' });
    return messages.map((message) =>
      wrong(
        `package.json ${message.path.map((part) => `"${part}"`).join('.')}`,
        printable(formatMessage(message, pkg, { color: false }) ?? message.code),
        `see https://publint.dev/rules#${message.code.toLowerCase()}`,
      ),
    );
  } catch (error) {
    return [
      wrong('package.json', `publint cannot look at it: ${messageOf(error)}`, 'build the package first: npm run build'),
    ];
  }
}
