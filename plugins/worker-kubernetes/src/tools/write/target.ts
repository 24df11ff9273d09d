import { boundedTable, type EvidenceDraft, HexaopsError, type ToolContext } from '@hexaops/core';
import type { Kind, ObjectsByKind } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { tableOf } from '../presentation/rows.ts';

export interface Target<K extends Kind> {
  readonly kind: K;
  readonly namespace?: string;
  readonly name: string;
}

/** The object that is to be changed, as it is now. Raises `read-only` where there is nobody to change it, `not-found`. */
export async function readTarget<K extends Kind>(
  access: ClusterAccess,
  { kind, namespace, name }: Target<K>,
  context: ToolContext,
): Promise<ObjectsByKind[K]> {
  if (!access.canWrite) {
    throw new HexaopsError('read-only', 'this is a recorded support bundle: nothing in it can be changed', {
      nextStep: 'ask for the change where the service is connected to the control plane',
    });
  }
  return access.get(kind, namespace, name, context);
}

interface Versioned {
  readonly metadata: { readonly resourceVersion?: string | undefined; readonly generation?: number | undefined };
}

/**
 * The version that an approval binds; nothing where the object has none. It is that of the specification where that has one:
 * the version of the whole object changes with every pod that comes and goes.
 */
export function versionOf({ metadata: { resourceVersion, generation } }: Versioned): {
  readonly resourceVersion?: string;
} {
  if (generation !== undefined) return { resourceVersion: `generation ${generation}` };
  return resourceVersion === undefined ? {} : { resourceVersion };
}

/** The object as it was read back. */
export function targetEvidence<K extends Kind>(
  access: ClusterAccess,
  kind: K,
  object: ObjectsByKind[K],
  context: ToolContext,
): readonly EvidenceDraft[] {
  const { namespace, name } = object.metadata;
  return [
    {
      source: access.queries.system,
      query: access.queries.get(kind, namespace, name),
      title: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}, read back`,
      ...boundedTable(tableOf(kind, [object], context.now()), context.byteCap, 'ask for its description'),
    },
  ];
}
