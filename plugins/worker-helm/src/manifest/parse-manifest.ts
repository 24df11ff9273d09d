import { parseAllDocuments } from 'yaml';
import { bounded, isObject, type JsonObject, NotARecord } from '../record/index.ts';

/** One object of a manifest, as the chart has made it. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Where the manifest says so; the release's own otherwise, for kinds that have one. */
  readonly namespace: string | undefined;
  /** The path of its template in the chart, where Helm has noted it: `templates/deployment.yaml`. */
  readonly template: string | undefined;
  readonly object: JsonObject;
}

export interface Manifest {
  readonly objects: readonly ManifestObject[];
  /** Documents that could not be read, and why. */
  readonly problems: readonly string[];
}

/** Characters of a manifest that are read: the parser is slow. */
const longest = 4 * 1024 ** 2;
/** Types of YAML 1.1 that Helm's parser does not have: `22:22` and `2024-01-01` are texts. */
const foreign: ReadonlySet<string> = new Set(['tag:yaml.org,2002:timestamp', 'tag:yaml.org,2002:binary']);

/** The objects of a release's manifest. What is no object with a kind and a name is a problem, and is left out. */
export function parseManifest(text: string): Manifest {
  if (text.length > longest) return { objects: [], problems: [`the manifest has more than ${longest} characters`] };
  const objects: ManifestObject[] = [];
  const problems: string[] = [];
  // Each by itself: a mistake in one keeps no other from being read.
  for (const [index, part] of text.split(/^---[ \t]*(?:#.*)?$/m).entries()) {
    if (!/^[^#\s]/m.test(part)) continue;
    const source = /^# Source: (\S+)$/m.exec(part)?.[1];
    try {
      objects.push(...objectsOf(part, source));
    } catch (error) {
      if (!(error instanceof NotARecord)) throw error;
      problems.push(`document ${index} (${source ?? 'of unknown source'}): ${error.message}`);
    }
  }
  return { objects, problems };
}

function objectsOf(text: string, source: string | undefined): readonly ManifestObject[] {
  const value = parseYaml(text);
  const items = isObject(value) && value['kind'] === 'List' ? value['items'] : [value];
  return (Array.isArray(items) ? (items as readonly unknown[]) : []).flatMap((item) => {
    if (item === null) return [];
    const metadata = isObject(item) ? item['metadata'] : undefined;
    if (!isObject(item) || !isObject(metadata)) throw new NotARecord('it is no object of Kubernetes');
    const { apiVersion, kind } = item;
    const { name, namespace } = metadata;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') {
      throw new NotARecord('it lacks an apiVersion, a kind or a name');
    }
    return {
      apiVersion,
      kind,
      name,
      namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
      // `CHART/templates/x.yaml`; of a subchart `CHART/charts/SUBCHART/templates/x.yaml`.
      template: source?.replace(/^[^/]+\//, ''),
      object: item,
    };
  });
}

/** YAML 1.1, as Helm reads it: `yes` is true and `0440` is 288. */
function parseYaml(text: string): unknown {
  try {
    const [document] = parseAllDocuments(text, {
      version: '1.1',
      logLevel: 'silent',
      customTags: (tags) =>
        tags.filter((tag) => typeof tag === 'string' || !(foreign.has(tag.tag) || isSexagesimal(tag))),
    });
    if (document === undefined || !('toJS' in document)) return null;
    const [problem] = document.errors;
    if (problem !== undefined) throw new NotARecord('it is not YAML', { cause: problem });
    return bounded(document.toJS({ maxAliasCount: 100 }));
  } catch (cause) {
    if (cause instanceof NotARecord) throw cause;
    throw new NotARecord('it is not YAML', { cause });
  }
}

function isSexagesimal(tag: object): boolean {
  return 'format' in tag && tag.format === 'TIME';
}
