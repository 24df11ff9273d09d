import type { ClusterIndex } from '../cluster-index.ts';
import { containersOf } from '../containers/containers.ts';
import { append } from '../labels.ts';
import { within } from '../spelling.ts';
import { podSpecOf, type Workload } from '../workloads.ts';

interface KnownImage {
  readonly image: string;
  /** Names of the pull secrets that it was pulled with. */
  readonly secrets: string;
}

/** The images that nodes did pull, by their folder and by their last name, so that few are compared. */
export class KnownImages {
  readonly #byFolder = new Map<string, KnownImage[]>();
  readonly #byName = new Map<string, KnownImage[]>();

  constructor(index: ClusterIndex) {
    const seen = new Set<string>();
    for (const workload of index.workloads) {
      for (const { status, spec } of workload.pods.flatMap(containersOf)) {
        const { image } = spec;
        if (image === undefined || (status?.imageID ?? '') === '' || seen.has(image)) continue;
        seen.add(image);
        this.#add({ image, secrets: secretsOf(workload) });
      }
      for (const { spec } of workload.earlier) {
        for (const { image } of spec?.template?.spec?.containers ?? []) {
          if (image !== undefined && !seen.has(image)) this.#add({ image, secrets: secretsOf(workload) });
        }
      }
    }
  }

  #add(known: KnownImage): void {
    const { folder, name } = placeOf(known.image);
    append(this.#byFolder, folder, known);
    append(this.#byName, name, known);
  }

  /** One of another name in the same registry that is spelt almost like it. */
  resembling(image: string): string | undefined {
    const { registry, folder, name } = placeOf(image);
    const candidates = [...(this.#byFolder.get(folder) ?? []), ...(this.#byName.get(name) ?? [])];
    return candidates.find((known) => {
      const other = placeOf(known.image);
      const differs = other.folder !== folder || other.name !== name;
      return differs && other.registry === registry && within(`${other.folder}/${other.name}`, `${folder}/${name}`, 3);
    })?.image;
  }

  /** Whether something else of its folder was pulled with the same credentials: then access is not what is missing. */
  isAccessible(image: string, workload: Workload): boolean {
    const { folder, name } = placeOf(image);
    const secrets = secretsOf(workload);
    return (this.#byFolder.get(folder) ?? []).some(
      (known) => known.secrets === secrets && placeOf(known.image).name !== name,
    );
  }
}

function secretsOf(workload: Workload): string {
  return (podSpecOf(workload).imagePullSecrets ?? []).map(({ name }) => name).join(',');
}

/** As the container tools read a reference: a first part with a dot or a colon, or `localhost`, is the registry. */
export function registryOf(image: string): string {
  return placeOf(image).registry;
}

/** One of those that Docker itself publishes, for everybody: `nginx`, `docker.io/library/nginx`. */
export function isOfficial(image: string): boolean {
  return placeOf(image).folder === 'docker.io/library';
}

function placeOf(image: string): { readonly registry: string; readonly folder: string; readonly name: string } {
  const parts = (image.split('@')[0] ?? '').replace(/:[^/:]*$/, '').split('/');
  const [first = ''] = parts;
  const isHost = parts.length > 1 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const registry = isHost ? first : 'docker.io';
  const path = isHost ? parts.slice(1) : parts;
  const inLibrary = registry === 'docker.io' && path.length === 1 ? ['library', ...path] : path;
  return { registry, folder: [registry, ...inLibrary.slice(0, -1)].join('/'), name: inLibrary.at(-1) ?? '' };
}
