import { HexaopsError, nameOfObject } from '@hexaops/core';
import { FindingEvidence } from '@hexaops/core/diagnosis';
import { resources } from '../../cluster/index.ts';
import type { EvidenceReference, EvidenceSource } from '../../facts/fact.ts';
import type { Queries } from './queries.ts';

const titles: Readonly<Record<EvidenceSource, string>> = {
  alert: 'alerts about',
  event: 'events of',
  log: 'log of',
  metric: 'measurements of',
  object: 'state of',
  probe: 'connections to',
  unit: 'services of',
};

/**
 * Collects what shows findings. `offset` pieces of evidence stand before those that are collected here; `metrics` are the queries
 * that measured, where the measurements are not recorded.
 */
export function findingEvidence(
  queries: Queries,
  offset: number,
  metrics: readonly string[] = [],
): FindingEvidence<EvidenceSource> {
  return new FindingEvidence({
    system: queries.system,
    titles,
    queryOf: (reference) =>
      reference.source === 'metric' && metrics.length > 0 ? metrics.join('\n') : describedQuery(queries, reference),
    offset,
  });
}

/** Names in a recording may be such as no cluster has. */
function describedQuery(queries: Queries, reference: EvidenceReference): string {
  try {
    return queryOf(queries, reference);
  } catch (error) {
    if (HexaopsError.is(error, 'input-invalid')) return `${reference.source} ${nameOfObject(reference.object)}`;
    throw error;
  }
}

function queryOf(queries: Queries, { source, object }: EvidenceReference): string {
  const { namespace = 'default', name } = object;
  const kind = resources.find((resource) => resource.kind === object.kind)?.kind;
  switch (source) {
    case 'event':
      return queries.eventsOf(object.namespace, name);
    case 'log':
      return kind === 'Pod' ? queries.log({ namespace, pod: name }) : queries.list('Pod', object.namespace);
    case 'object':
      return kind === undefined ? `${object.kind} ${name}` : queries.get(kind, object.namespace, name);
    case 'alert':
    case 'metric':
    case 'probe':
    case 'unit':
      return queries.recorded(source, name);
  }
}
