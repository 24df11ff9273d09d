import { mkdtemp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { runHelm } from '../helm/programs.ts';
import type { KubernetesObject } from '../kubernetes/api.ts';

export const chart = fileURLToPath(new URL('../../../deploy/helm/hexaops', import.meta.url));

/** What Helm makes of the chart and a set of values. It asks no cluster. */
export class Renderer {
  readonly #helm: string;
  readonly #directory: string;

  /** Everything is written below the directory. */
  constructor(helm: string, directory: string) {
    this.#helm = helm;
    this.#directory = directory;
  }

  async valuesFile(values: object): Promise<string> {
    const file = join(this.#directory, `values-${Math.random()}.json`);
    await writeFile(file, JSON.stringify(values));
    return file;
  }

  async objects(values: object): Promise<readonly KubernetesObject[]> {
    const flags = ['--namespace', 'ai-ops', '--api-versions', 'monitoring.coreos.com/v1'];
    const given = ['template', 'hexaops', chart, ...flags, '--values', await this.valuesFile(values)];
    const stdout = await runHelm(this.#helm, given, { kubeconfig: '/dev/null', home: this.#directory });
    return parseAllDocuments(stdout)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null);
  }

  /** The file that the service would read; the folder of rules is one of this machine. */
  async configuration(values: object): Promise<string> {
    const maps = (await this.objects(values)).filter(({ kind }) => kind === 'ConfigMap');
    const dataOf = (name: string) =>
      maps.find(({ metadata }) => metadata.name === name)?.['data'] as Readonly<Record<string, string>> | undefined;
    const folder = await mkdtemp(join(this.#directory, 'etc-'));
    for (const [name, text] of Object.entries(dataOf('hexaops-rules') ?? {})) await writeFile(join(folder, name), text);
    const file = join(this.#directory, `${basename(folder)}.yaml`);
    await writeFile(file, dataOf('hexaops')?.['hexaops.yaml']?.replace('/etc/hexaops/rules', folder) ?? '');
    return file;
  }
}

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly env?: readonly { readonly name: string }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
}

/** None, or the one of its template. */
export function podsOf({ spec }: KubernetesObject): readonly PodSpec[] {
  const { template } = (spec ?? {}) as { readonly template?: { readonly spec: PodSpec } };
  return template === undefined ? [] : [template.spec];
}
