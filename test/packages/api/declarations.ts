import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API, type Checker, type Project, type Symbol as ProgramSymbol, SymbolFlags } from 'typescript/unstable/sync';
import { isIdentifier, isSourceFile, isVariableDeclaration, type Node } from 'typescript/unstable/ast';
import { entryPoints, repository, type Workspace } from '../workspaces.ts';
import { textOf } from './text.ts';

/** A declaration that users of a package can reach, as the compiler wrote it. `file` is relative to the package. */
interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What is exported, by its name: a declaration of the package itself, or `from` another package. */
export interface Exported {
  readonly name: string;
  readonly local: string;
  readonly from?: string;
}

export interface PublicApi {
  readonly workspace: Workspace;
  /** By import specifier: `@hexaops/core/rules`. */
  readonly entries: ReadonlyMap<string, readonly Exported[]>;
  readonly declarations: readonly Declaration[];
}

/**
 * What users of each package can import, and every declaration of that package which those name. Reads the
 * declarations that the compiler wrote last: build before.
 */
export async function publicApis(workspaces: readonly Workspace[], root = repository): Promise<readonly PublicApi[]> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'hexaops-api-')));
  const config = join(directory, 'tsconfig.json');
  const files = workspaces.flatMap((workspace) => [...entryFiles(workspace, root).values()]);
  await writeFile(config, JSON.stringify({ files, compilerOptions }));
  const api = new API();
  try {
    const snapshot = api.updateSnapshot({ openProjects: [config] });
    const project = snapshot.getProject(config);
    if (project === undefined) throw new Error(`the compiler did not open ${config}`);
    return workspaces.map((workspace) => publicApi(workspace, project, root));
  } finally {
    api.close();
    await rm(directory, { recursive: true });
  }
}

const compilerOptions = {
  target: 'es2024',
  module: 'nodenext',
  lib: ['es2024', 'esnext', 'dom'],
  types: [],
  noEmit: true,
  skipLibCheck: true,
};

/** The file of declarations of each entry point, by import specifier. */
function entryFiles({ folder, manifest }: Workspace, root: string): ReadonlyMap<string, string> {
  return new Map(
    [...entryPoints(manifest)].map(([subpath, target]) => [
      join(manifest.name, subpath),
      join(root, folder, target.replace(/\.js$/, '.d.ts')),
    ]),
  );
}

function publicApi(workspace: Workspace, project: Project, root: string): PublicApi {
  const reader = new Reader(project, join(root, workspace.folder));
  const entries = new Map(
    [...entryFiles(workspace, root)].map(([specifier, file]) => [specifier, reader.exportsOf(file)]),
  );
  return { workspace, entries, declarations: reader.declarations() };
}

/** Follows what entry points of one package export through its declarations. */
class Reader {
  readonly #checker: Checker;
  readonly #project: Project;
  readonly #directory: string;
  readonly #found = new Map<string, Declaration>();
  readonly #seen = new Set<number>();

  constructor(project: Project, directory: string) {
    this.#project = project;
    this.#checker = project.checker;
    this.#directory = `${directory}/dist/`;
  }

  declarations(): readonly Declaration[] {
    return [...this.#found.values()].toSorted(
      (one, other) => order(one.name, other.name) || order(one.file, other.file) || order(one.text, other.text),
    );
  }

  exportsOf(file: string): readonly Exported[] {
    const source = this.#project.program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is missing: build before, by npm run build`);
    const module = this.#checker.getSymbolAtLocation(source);
    // A file that exports nothing is no module.
    const symbols = module === undefined ? [] : this.#checker.getExportsOfModule(module);
    return symbols
      .map((symbol): Exported => {
        const target = this.#declared(symbol);
        const from = this.#packageOf(target);
        if (from === '')
          throw new Error(`${file} exports ${symbol.name}, which is declared nowhere: are all packages installed?`);
        if (from !== undefined) return { name: symbol.name, local: target.name, from };
        this.#follow([target]);
        return { name: symbol.name, local: target.name };
      })
      .toSorted((one, other) => order(one.name, other.name));
  }

  #declared(symbol: ProgramSymbol): ProgramSymbol {
    return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : this.#checker.getAliasedSymbol(symbol);
  }

  /** The package of a declaration that is not this one's; nothing for this one's. */
  #packageOf(symbol: ProgramSymbol): string | undefined {
    const [path] = symbol.declarations.map((handle) => String(handle.path));
    if (path === undefined) return '';
    // The compiler's paths are in small letters where the file system takes both for one.
    if (path.toLowerCase().startsWith(this.#directory.toLowerCase())) return undefined;
    return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? ownPackage(path);
  }

  #follow(symbols: readonly ProgramSymbol[]): void {
    const waiting = [...symbols];
    for (let symbol = waiting.pop(); symbol !== undefined; symbol = waiting.pop()) {
      if (this.#seen.has(symbol.id) || this.#packageOf(symbol) !== undefined) continue;
      this.#seen.add(symbol.id);
      for (const handle of symbol.declarations) {
        const node = handle.resolve();
        const statement = node === undefined ? undefined : statementOf(node);
        if (statement === undefined) continue;
        const source = statement.getSourceFile();
        const { fileName } = source;
        const key = `${fileName}:${statement.getStart(source)}`;
        if (this.#found.has(key)) continue;
        this.#found.set(key, {
          name: symbol.name,
          file: fileName.slice(this.#directory.length),
          text: textOf(statement, source),
        });
        waiting.push(...this.#named(statement));
      }
    }
  }

  #named(statement: Node): readonly ProgramSymbol[] {
    const identifiers: Node[] = [];
    const visit = (node: Node): void => {
      if (isIdentifier(node)) identifiers.push(node);
      node.forEachChild(visit);
    };
    visit(statement);
    if (identifiers.length === 0) return [];
    return this.#checker
      .getSymbolAtLocation(identifiers)
      .flatMap((symbol) => (symbol === undefined ? [] : [this.#declared(symbol)]));
  }
}

/** The statement of a module that a declaration is, or is part of; nothing for a member, a parameter or a module. */
function statementOf(node: Node): Node | undefined {
  if (isSourceFile(node)) return undefined;
  if (isSourceFile(node.parent)) return node;
  if (isVariableDeclaration(node) && isSourceFile(node.parent.parent.parent)) return node.parent.parent;
  return undefined;
}

const ownPackage = (path: string): string =>
  path.replace(/\/dist\/.*$/, '').replace(/^.*\/(?:plugins\/)?/, '@hexaops/');

const order = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
