import { resolve } from 'node:path';
import { openPlugins, type LoadedPlugin, type Tool, toolPoint } from '@hexaops/core';
import pico from 'picocolors';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printable, printableJson } from '../../presentation/printable.ts';
import { checkTypes } from './checks/attw.ts';
import { checkConfiguration } from './checks/configuration.ts';
import { checkDocuments } from './checks/documents.ts';
import { checkPackageJson } from './checks/package-json.ts';
import { checkPublishing } from './checks/publint.ts';
import type { Remark } from './checks/remark.ts';
import { checkRules } from './checks/rules.ts';
import { checkTools } from './checks/tools.ts';
import { fakesFor } from './fakes.ts';
import { developmentConfig, developmentPlugins, openPluginFolder } from './plugin-folder.ts';
import { questionsOf } from './questions.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Looks at a plugin as whoever installs it will, and says what to write instead. Starts nothing. */
export async function check(io: Io, path: string, { config, json = false }: CheckOptions): Promise<ExitCode> {
  const folder = await openPluginFolder(path);
  const loaded = await developmentConfig(folder, config === undefined ? {} : { config: resolve(config) });
  const { own, all } = await developmentPlugins(folder, loaded);
  const tools = await toolsOf(own, all);
  const questions = await questionsOf(own).catch(() => []);
  const first = [
    ...checkPackageJson(folder),
    ...checkConfiguration(own.plugin),
    ...(await checkTools(tools)),
    ...(await checkRules(own)),
    ...(await checkDocuments(folder, own.plugin, { tools, questions })),
  ];
  // They pack the package, which takes seconds: when the rest is right.
  const isWrong = first.some(({ weight }) => weight === 'wrong');
  const remarks = isWrong ? first : [...first, ...(await checkPublishing(folder)), ...(await checkTypes(folder))];
  const toMend = remarks.filter(({ weight }) => weight === 'wrong').length;
  await print(io, json ? printableJson({ plugin: folder.manifest, remarks }) : told(io, remarks, toMend));
  return toMend > 0 ? exitCode.failed : exitCode.done;
}

/** The tools that this plugin brings, put together with whatever it needs beside it; none is called. */
async function toolsOf(own: LoadedPlugin, all: readonly LoadedPlugin[]): Promise<readonly Tool[]> {
  const others = all.filter((plugin) => plugin !== own);
  const fakes = fakesFor(all, 'nobody-asks');
  await using without = await openPlugins([...others, ...fakes]);
  const theirs = new Set(without.contributions(toolPoint).map(({ name }) => name));
  await using together = await openPlugins([...all, ...fakes]);
  return together.contributions(toolPoint).filter(({ name }) => !theirs.has(name));
}

function told({ coloured }: Io, remarks: readonly Remark[], toMend: number): string {
  const { bold, red, yellow } = pico.createColors(coloured);
  const lines = remarks.flatMap(({ weight, where, what, instead }) => [
    `${weight === 'wrong' ? red('wrong ') : yellow('advice')} ${bold(printable(where))}: ${printable(what)}`,
    `       ${printable(instead)}`,
  ]);
  return [...lines, `${toMend} to mend, ${remarks.length - toMend} to consider`].join('\n');
}
