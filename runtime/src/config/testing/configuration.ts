import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of configuration files that goes away with its scope. */
export class ConfigurationDirectory implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<ConfigurationDirectory> {
    const directory = new ConfigurationDirectory(await mkdtemp(join(tmpdir(), 'hexaops-')));
    for (const [name, text] of Object.entries(files)) await writeFile(directory.file(name), text);
    return directory;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
