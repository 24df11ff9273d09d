import { readFile } from 'node:fs/promises';
import { parse } from 'acorn';

/** What a published file imports: specifiers as they stand there. Of declarations, comments left out. */
export async function importsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return [...new Set(file.endsWith('.d.ts') ? importsOfTypes(text) : importsOfProgram(text))];
}

function importsOfTypes(text: string): readonly string[] {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...bare.matchAll(/\bfrom (['"])([^'"]+)\1|\bimport\((['"])([^'"]+)\3\)|^import (['"])([^'"]+)\5/gm)].map(
    ([, , from, , called, , alone]) => from ?? called ?? alone ?? '',
  );
}

function importsOfProgram(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isImport(node)) found.push(node.source.value);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }));
  return found;
}

interface Import {
  readonly source: { readonly value: string };
}

const isImport = (node: object): node is Import =>
  'type' in node &&
  /^(Import|Export)/.test(String(node.type)) &&
  'source' in node &&
  typeof node.source === 'object' &&
  node.source !== null &&
  'value' in node.source &&
  typeof node.source.value === 'string';
