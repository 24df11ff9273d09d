import {
  boundedTable,
  defineReadTool,
  HexaopsError,
  type KubernetesObject,
  nameOfObject,
  type ReadTool,
  type ToolContext,
} from '@hexaops/core';
import { isWhole, openReleases, type ReleaseRecords } from '../../releases/index.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { apisOfKind } from '../kind-apis.ts';

/** Owners of owners that are looked at: a pod, its ReplicaSet, its Deployment. */
const mostOwners = 4;

interface Claim {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly name: string;
}

export function releaseOf(records: ReleaseRecords): ReadTool {
  return defineReadTool({
    name: 'release-of',
    description:
      'Tells which Helm release an object belongs to, by the notes that Helm leaves on it, and whether the release has it.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: {
        kind: { enum: [...apisOfKind.keys()] },
        namespace: namespaceArgument,
        name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 },
      },
    },
    async execute({ kind, namespace, name }, context) {
      const told = nameOfObject({ kind, name, ...(namespace !== undefined && { namespace }) });
      const { claim, query, source } = await claimOf(records, kind, namespace, name, context);
      const row = claim === undefined ? undefined : await confirmed(records, claim, context);
      const rows = row === undefined ? [] : [[told, ...row]];
      return {
        evidence: [
          {
            source,
            query,
            title: `the Helm release of ${told}`,
            ...boundedTable(
              { columns: ['object', 'release', 'revision', 'status', 'told by', 'in its manifest'], rows },
              context.byteCap,
              'ask for the history of the release',
            ),
          },
        ],
        value: claim === undefined ? { release: null } : { release: { namespace: claim.namespace, name: claim.name } },
      };
    },
  });
}

/** The release that an object, or an owner of it, says to be of. Anyone may write such a note. */
async function claimOf(
  records: ReleaseRecords,
  kind: string,
  namespace: string | undefined,
  name: string,
  context: ToolContext,
): Promise<{ readonly claim: Claim | undefined; readonly query: string; readonly source: string }> {
  const queries: string[] = [];
  let source = 'kubernetes';
  let next: { readonly kind: string; readonly name: string } | undefined = { kind, name };
  for (let depth = 0; next !== undefined && depth < mostOwners; depth++) {
    const api = apisOfKind.get(next.kind);
    if (api === undefined) break;
    const place = api.namespaced && namespace !== undefined ? { namespace } : {};
    const reading = await records.reader.list(api, { ...place, name: next.name }, context);
    queries.push(reading.query);
    source = reading.source;
    const [object] = reading.items;
    if (object === undefined) {
      if (depth > 0) break;
      throw new HexaopsError('not-found', `there is no ${nameOfObject({ ...next, ...place })}`, {
        nextStep: 'ask for the list of such objects',
      });
    }
    const release = object.metadata.annotations?.['meta.helm.sh/release-name'];
    const home = object.metadata.annotations?.['meta.helm.sh/release-namespace'] ?? namespace;
    if (release !== undefined && home !== undefined)
      return { claim: { object, namespace: home, name: release }, query: queries.join('\n'), source };
    next = ownerOf(object);
  }
  return { claim: undefined, query: queries.join('\n'), source };
}

async function confirmed(
  records: ReleaseRecords,
  { object, namespace, name }: Claim,
  context: ToolContext,
): Promise<readonly (string | number | null)[]> {
  const by = `the annotation of ${nameOfObject({ kind: object.kind ?? 'object', name: object.metadata.name })}`;
  try {
    const { latest } = await records.history(context, namespace, name);
    const has = isWhole(latest)
      ? openReleases([latest]).opened[0]?.objects.some(
          (each) => each.kind === object.kind && each.name === object.metadata.name,
        )
      : undefined;
    const inManifest = has === undefined ? 'not known' : has ? 'yes' : 'no';
    return [`${namespace}/${name}`, latest.revision, latest.status, by, inManifest];
  } catch (error) {
    if (!HexaopsError.is(error) || !passing.has(error.code)) throw error;
    return [
      `${namespace}/${name}`,
      null,
      null,
      by,
      error.code === 'not-found' ? 'there is no such release' : 'not known',
    ];
  }
}

/** A release that cannot be read is still one that the object names. */
const passing: ReadonlySet<string> = new Set([
  'arguments-invalid',
  'forbidden',
  'input-invalid',
  'namespace-not-allowed',
  'not-found',
  'source-unavailable',
]);

function ownerOf({ metadata }: KubernetesObject): { readonly kind: string; readonly name: string } | undefined {
  const { ownerReferences } = metadata;
  if (!Array.isArray(ownerReferences)) return undefined;
  const owner: unknown = ownerReferences.find(
    (each: unknown) => typeof each === 'object' && each !== null && Reflect.get(each, 'controller') === true,
  );
  if (typeof owner !== 'object' || owner === null) return undefined;
  const [kind, name]: readonly unknown[] = [Reflect.get(owner, 'kind'), Reflect.get(owner, 'name')];
  return typeof kind === 'string' && typeof name === 'string' ? { kind, name } : undefined;
}
