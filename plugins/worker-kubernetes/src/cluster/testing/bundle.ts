import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import type { ClusterObject } from '../kinds.ts';
import { resourceOf } from '../resources.ts';
import type { PodLog } from '../snapshot.ts';

export interface BundleParts {
  readonly objects?: readonly ClusterObject[];
  readonly logs?: readonly Pick<PodLog, 'namespace' | 'pod' | 'container' | 'previous' | 'text'>[];
  /** Documents of `evidence/`, by file name; texts are written as they are. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** Anything else, by path in the bundle: replaces what stands there. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The files of a bundle as Troubleshoot.sh lays them out, by path. */
export function bundleFiles({ objects = [], logs = [], evidence = {}, files = {} }: BundleParts): Map<string, string> {
  const lists = new Map<string, { kind: string; items: ClusterObject[] }>();
  for (const object of objects) {
    const { namespaced, bundleNames, kind } = resourceOf(object.kind);
    const path = `cluster-resources/${bundleNames[0]}${namespaced ? `/${object.metadata.namespace}` : ''}.json`;
    const list = lists.get(path) ?? { kind: `${kind}List`, items: [] };
    list.items.push(object);
    lists.set(path, list);
  }
  const result = new Map([...lists].map(([path, list]) => [path, JSON.stringify(list)]));
  for (const { namespace, pod, container, previous, text } of logs) {
    result.set(`cluster-resources/pods/logs/${namespace}/${pod}/${container}${previous ? '-previous' : ''}.log`, text);
  }
  for (const [name, document] of Object.entries(evidence)) {
    result.set(`evidence/${name}`, typeof document === 'string' ? document : JSON.stringify(document));
  }
  for (const [path, text] of Object.entries(files)) result.set(path, text);
  return result;
}

/** Writes files below `directory`. */
export async function writeFiles(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

export interface ArchiveEntry extends Partial<Omit<Header, 'name'>> {
  readonly name: string;
  readonly content?: string | Buffer;
}

/** A tar archive of any entries, honest or not. */
export async function tarOf(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) archive.entry({ type: 'directory', ...header });
    else archive.entry(header, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A bundle as `support-bundle` leaves it: gzipped, in one folder that bears its time. */
export async function bundleArchive(
  parts: BundleParts,
  folder = 'support-bundle-2026-03-01T12_00_00',
): Promise<Buffer> {
  const entries = [...bundleFiles(parts)].map(([path, content]) => ({ name: `${folder}/${path}`, content }));
  return gzipSync(await tarOf(entries));
}

/** A directory that is gone when the scope that holds it ends: `await using directory = await temporaryDirectory()`. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hexaops-bundle-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
