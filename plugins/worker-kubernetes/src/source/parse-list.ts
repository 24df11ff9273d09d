import { HexaopsError, messageOf } from '@hexaops/core';
import { cleanObject, type Kind, type ObjectsByKind, type Resource } from '../cluster/index.ts';

interface ParsedList<K extends Kind> {
  readonly items: ObjectsByKind[K][];
  /** The API's token for the next page. */
  readonly next: string | undefined;
}

export class NotAList extends Error {}

/**
 * A Kubernetes list (`PodList`, `List`, a bare array of objects, or one object) as clean objects of one kind. Raises
 * `NotAList`, whose message says what was found instead; null, which is what an empty list of Go can become, is a list.
 */
export function parseList<K extends Kind>(
  document: unknown,
  resource: Resource & { readonly kind: K },
  namespace?: string,
): ParsedList<K> {
  const { elements, next } = elementsOf(document, resource);
  const items = elements.map((element, index) => {
    const item = cleanObject(element, resource, namespace);
    if (item === undefined) throw new NotAList(`item ${index} is no ${resource.kind} with a name`);
    return item;
  });
  return { items, next };
}

/** JSON as it stands in a list: raises `NotAList` with the position of the mistake. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotAList(`it is not JSON: ${messageOf(cause).slice(0, 200)}`, { cause });
  }
}

function elementsOf(document: unknown, { kind }: Resource): { elements: readonly unknown[]; next: string | undefined } {
  const none = { elements: [], next: undefined };
  if (document === null) return none;
  if (Array.isArray(document)) return { elements: document, next: undefined };
  if (typeof document !== 'object') throw new NotAList(`it holds a ${typeof document}, not a ${kind}List`);
  const list = document as {
    kind?: unknown;
    items?: unknown;
    metadata?: { name?: unknown; continue?: unknown } | null;
  };
  const { continue: token } = list.metadata ?? {};
  const next = typeof token === 'string' && token !== '' ? token : undefined;
  if (Array.isArray(list.items)) {
    if (isListKind(list.kind, kind)) return { elements: list.items, next };
    throw new NotAList(`it is a ${shown(list.kind)}, not a ${kind}List`);
  }
  const claimsToBe = typeof list.kind === 'string' && list.kind !== '' && isListKind(list.kind, kind);
  if (list.items === undefined && claimsToBe) throw new NotAList(`it is a ${shown(list.kind)} without the field items`);
  if (list.items !== undefined && list.items !== null && isListKind(list.kind, kind)) {
    throw new NotAList(`its field items is of type ${typeof list.items}, not a list`);
  }
  if (list.items === null && isListKind(list.kind, kind)) return none;
  if (typeof list.metadata?.name === 'string' && (list.kind === kind || list.kind === undefined)) {
    return { elements: [list], next: undefined };
  }
  throw new NotAList(`it is ${list.kind === undefined ? 'an object' : `a ${shown(list.kind)}`}, not a ${kind}List`);
}

function isListKind(found: unknown, kind: Kind): boolean {
  return found === undefined || found === '' || found === 'List' || found === `${kind}List`;
}

function shown(kind: unknown): string {
  return typeof kind === 'string' ? kind.slice(0, 60) : typeof kind;
}

export function raiseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new HexaopsError('cancelled', 'the reading was cancelled', { cause: signal.reason });
}
