import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of files that is gone when the scope that holds it ends. */
export class Files implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** What is no text is written as JSON. */
  static async create(contents: Readonly<Record<string, unknown>> = {}): Promise<Files> {
    const files = new Files(await mkdtemp(join(tmpdir(), 'hexaops-command-')));
    for (const [name, content] of Object.entries(contents)) await files.write(name, content);
    return files;
  }

  async write(name: string, content: unknown): Promise<string> {
    const path = this.at(name);
    await mkdir(dirname(path), { recursive: true });
    const isWritten = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(path, isWritten ? content : JSON.stringify(content));
    return path;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** Every path below it. */
  async list(): Promise<readonly string[]> {
    return (await readdir(this.path, { recursive: true })).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
