import { qualifiedName, type Resource, type Unavailable } from '../../cluster/index.ts';
import { fieldsOf } from './evidence/values.ts';

/** `NAME-errors.json` of Troubleshoot.sh: texts, or texts by namespace. What has another shape says nothing. */
export function collectionErrors(resource: Resource, content: Buffer): Unavailable[] {
  const source = qualifiedName(resource);
  const { kind } = resource;
  const document = parsed(content);
  if (Array.isArray(document)) {
    return document.filter((reason) => typeof reason === 'string').map((reason) => ({ source, kind, reason }));
  }
  return Object.entries(fieldsOf(document) ?? {}).flatMap(([namespace, reason]) => {
    if (typeof reason !== 'string') return [];
    return [
      namespace === '' ? { source, kind, reason } : { source: `${source} in ${namespace}`, kind, namespace, reason },
    ];
  });
}

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}
