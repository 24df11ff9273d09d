import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { messageOf } from '@hexaops/core';
import { printPath } from '../schema/violation.ts';
import type { ConfigDocument } from './document.ts';
import type { ConfigProblem } from './problem.ts';
import type { Environment } from './environment.ts';
import type { Source } from './sources.ts';
import { typed } from './typed.ts';

const pattern = /\$(\$?)\{(env|file):([^}]*)\}/g;

export interface Resolved {
  readonly value: unknown;
  readonly sources: readonly Source[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Puts in what `${env:NAME}` and `${file:path}` stand for, in every string of the file; `$${` is a plain `${`. What is put in
 * is never read as YAML or as a reference again, so nothing in a secret can change the configuration around it.
 */
export async function resolveReferences(document: ConfigDocument, environment: Environment): Promise<Resolved> {
  const sources: Source[] = [];
  const problems: ConfigProblem[] = [];

  const visit = async (value: unknown, path: readonly string[]): Promise<unknown> => {
    if (typeof value === 'string') return resolveText(value, path);
    if (typeof value !== 'object' || value === null) return value;
    const visited: (readonly [string, unknown])[] = [];
    for (const [key, item] of Object.entries(value)) visited.push([key, await visit(item, [...path, key])]);
    return Array.isArray(value) ? visited.map(([, item]) => item) : Object.fromEntries(visited);
  };

  const resolveText = async (text: string, path: readonly string[]): Promise<unknown> => {
    const parts: string[] = [];
    let end = 0;
    let found = false;
    for (const match of text.matchAll(pattern)) {
      const [whole, escape, kind, name = ''] = match;
      parts.push(text.slice(end, match.index));
      end = match.index + whole.length;
      if (escape === '$') parts.push(whole.slice(1));
      else {
        found = true;
        parts.push(await read(kind === 'env' ? 'env' : 'file', name, path));
      }
    }
    const resolved = parts.join('') + text.slice(end);
    return found ? typed(resolved, path, 'text') : resolved;
  };

  const read = async (kind: 'env' | 'file', name: string, path: readonly string[]): Promise<string> => {
    const from = kind === 'env' ? `environment variable ${name}` : `file ${name}`;
    sources.push({ path, kind: 'reference', from, secret: true });
    try {
      if (kind === 'file') return await readSecret(resolve(dirname(document.file), name));
      const value = environment[name];
      if (value === undefined) throw new Error('it is not set');
      return value;
    } catch (error) {
      const message = `refers to the ${from}: ${messageOf(error)}`;
      problems.push({ path: printPath(path), message, source: document.file, ...document.locate(path) });
      return '';
    }
  };

  return { value: await visit(document.value(), []), sources, problems };
}

/** The content of a file without the line break at its end. */
export async function readSecret(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
}
