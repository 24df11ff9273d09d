import type { KubernetesObject } from '@hexaops/core';
import type { Page } from '../source/api/pages.ts';
import { NotAList } from '../source/parse-list.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A list of the API, or one object, as objects of their own: items of a list do not say what they are. Raises `NotAList`.
 * Only what has a name is an object.
 */
export function rawObjects(document: unknown): Page<KubernetesObject> {
  if (!isFields(document)) throw new NotAList('the answer is no object of Kubernetes');
  const { kind, apiVersion, metadata, items } = document;
  if (!Array.isArray(items) && items !== null) {
    const object = objectOf(document, {});
    if (object === undefined) throw new NotAList('the answer is neither a list nor an object of Kubernetes');
    return { items: [object], next: undefined };
  }
  const own = {
    ...(typeof apiVersion === 'string' && { apiVersion }),
    ...(typeof kind === 'string' && kind !== 'List' && kind.endsWith('List') && { kind: kind.slice(0, -4) }),
  };
  const token = isFields(metadata) ? metadata['continue'] : undefined;
  return {
    items: (items ?? []).flatMap((item: unknown) => objectOf(item, own) ?? []),
    next: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

function objectOf(value: unknown, own: Fields): KubernetesObject | undefined {
  if (!isFields(value) || !isFields(value['metadata'])) return undefined;
  const { name, namespace, labels, annotations, ...metadata } = value['metadata'];
  if (typeof name !== 'string' || name === '') return undefined;
  return {
    ...own,
    ...value,
    metadata: {
      ...metadata,
      name,
      ...(typeof namespace === 'string' && { namespace }),
      ...(isFields(labels) && { labels: textsOf(labels) }),
      ...(isFields(annotations) && { annotations: textsOf(annotations) }),
    },
  };
}

function textsOf(fields: Fields): Readonly<Record<string, string>> {
  const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
